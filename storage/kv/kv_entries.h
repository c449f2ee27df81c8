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

/// The rows of kv.db. Runs on: the connection's thread. Errors of all: as Connection.
class KvEntries {
public:
    /// Owner: the caller keeps the connection alive.
    explicit KvEntries(Connection& connection) : connection_(connection) {}

    struct Row {
        std::int64_t id = 0;
        std::int64_t checksum = 0;
        bool has_name = false; ///< kind, parent and tokens are those that were looked for
    };
    /// The row of this key; nothing when there is none.
    [[nodiscard]] Result<std::optional<Row>> find(const KvName& name);

    /// The checkpoints after a block, without those whose stored tokens make no sense.
    [[nodiscard]] Result<std::vector<KvName>> checkpoints_after(const KvKey& parent);

    /// Reads and checks the bytes of a row. Errors: corrupt_data (another size or checksum).
    [[nodiscard]] Status read(const Row& row, std::span<const std::span<std::byte>> to);

    /// Adds a entry with its bytes side by side.
    [[nodiscard]] Status add(const KvEntry& entry, std::span<const std::byte> bytes,
                             std::int64_t checksum, std::int64_t used);

    [[nodiscard]] Status remove(std::int64_t id);
    /// Removes a entry and all that follows it.
    [[nodiscard]] Status remove_with_descendants(const KvKey& key);
    /// Removes the entries above `key`, from below, up to the first that something else follows.
    [[nodiscard]] Status remove_lonely_ancestors(KvKey key);

    /// Removes the entry used longest ago, of those used before `used` and not pinned; false when
    /// there is none.
    [[nodiscard]] Result<bool> remove_oldest(std::int64_t used);

    [[nodiscard]] Status set_used(std::int64_t id, std::int64_t used);
    [[nodiscard]] Status pin(const KvKey& key);
    [[nodiscard]] Result<std::int64_t> latest_use();
    [[nodiscard]] Result<std::int64_t> count();

    /// Bytes of the file that hold something.
    [[nodiscard]] Result<std::int64_t> used_bytes();

private:
    Connection& connection_;
};

} // namespace sotto::storage
