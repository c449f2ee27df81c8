#pragma once

#include "core/error.h"
#include "core/ports/kv_store.h"
#include "storage/sqlite/sqlite.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sotto::storage {

/// The tables of kv.db: one row for each entry, a KV block or a checkpoint. Runs on: the
/// connection's thread. Errors of all: as Connection.
class KvEntries {
public:
    /// Owner: the caller keeps the connection alive.
    explicit KvEntries(Connection& connection) : connection_(connection) {}

    struct Row {
        std::int64_t id = 0;
        std::int64_t checksum = 0;
        bool is_match = false; ///< kind, parent and tokens are the wanted ones, not only the key
    };
    /// The row with this key; nothing when there is none.
    [[nodiscard]] Result<std::optional<Row>> find(const KvName& name);

    /// The checkpoints that follow a block, without those whose token column is malformed.
    [[nodiscard]] Result<std::vector<KvName>> checkpoints_after(const KvKey& parent);

    /// Reads the bytes of a row and verifies them. Errors: corrupt_data (wrong size or checksum).
    [[nodiscard]] Status read(const Row& row, std::span<const std::span<std::byte>> to);

    /// Adds an entry. `bytes`: its parts, concatenated.
    [[nodiscard]] Status add(const KvEntry& entry, std::span<const std::byte> bytes,
                             std::int64_t checksum, std::int64_t used);

    [[nodiscard]] Status remove(std::int64_t id);
    /// Removes an entry and all its descendants.
    [[nodiscard]] Status remove_with_descendants(const KvKey& key);
    /// Removes `key` and its ancestors, up to the first that still has a child.
    [[nodiscard]] Status remove_childless_ancestors(KvKey key);

    /// Removes the least recently used entry that is not pinned and was last used before `used`;
    /// false when there is none.
    [[nodiscard]] Result<bool> remove_oldest(std::int64_t used);

    [[nodiscard]] Status set_used(std::int64_t id, std::int64_t used);
    [[nodiscard]] Status pin(const KvKey& key);
    [[nodiscard]] Result<std::int64_t> latest_use();
    [[nodiscard]] Result<std::int64_t> count();

    /// Bytes of the file that are in use; free pages do not count.
    [[nodiscard]] Result<std::int64_t> used_bytes();

private:
    Connection& connection_;
};

} // namespace sotto::storage
