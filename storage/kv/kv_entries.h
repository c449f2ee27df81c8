#pragma once

#include "core/error.h"
#include "core/ports/kv_store.h"
#include "storage/kv/kv_hash.h"
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
    /// Owner: the caller keeps both alive.
    KvEntries(Connection& connection, const KvHash& hash) : connection_(connection), hash_(hash) {}

    struct Row {
        std::int64_t id = 0;
        std::int64_t checksum = 0;
    };
    /// The row of this kind, parent and tokens; nothing when there is none.
    [[nodiscard]] Result<std::optional<Row>> find(const KvName& name);

    /// The checkpoints that follow a block.
    struct Checkpoint {
        KvHash::Digest name{};
        std::size_t n_tokens = 0; ///< after the block
    };
    [[nodiscard]] Result<std::vector<Checkpoint>> checkpoints_after(const KvKey& parent);
    /// Whether a checkpoint has these tokens.
    [[nodiscard]] bool is_named(const Checkpoint& checkpoint, const KvKey& parent,
                                std::span<const TokenId> tokens) const;

    /// Reads the bytes of a row and verifies them. Errors: corrupt_data (wrong size or checksum).
    [[nodiscard]] Status read(const Row& row, std::span<const std::span<std::byte>> to);

    /// Adds an entry, which find() has not found in the same transaction, and returns its row.
    /// `bytes`: its parts, concatenated. Errors: corrupt_data (it is there after all).
    [[nodiscard]] Result<std::int64_t> add(const KvEntry& entry, std::span<const std::byte> bytes,
                                           std::int64_t checksum, std::int64_t used);

    [[nodiscard]] Status remove(std::int64_t id);

    /// Removes the least recently used entry that is not pinned and was last used before `used`;
    /// false when there is none.
    [[nodiscard]] Result<bool> remove_oldest(std::int64_t used);
    /// Removes some entries, so that a journal stays small; false when there is none left.
    [[nodiscard]] Result<bool> remove_some();

    [[nodiscard]] Status set_used(std::int64_t id, std::int64_t used);
    [[nodiscard]] Status pin(const KvKey& key);
    [[nodiscard]] Result<std::int64_t> latest_use();
    [[nodiscard]] Result<std::int64_t> count();

    /// Bytes of the file that are in use; free pages do not count.
    [[nodiscard]] Result<std::int64_t> used_bytes();

private:
    Connection& connection_;
    const KvHash& hash_;
};

} // namespace sotto::storage
