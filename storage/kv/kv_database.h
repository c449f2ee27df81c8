#pragma once

#include "core/error.h"
#include "core/ports/kv_store.h"
#include "storage/kv/kv_entries.h"
#include "storage/kv/kv_file.h"
#include "storage/kv/kv_hash.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace sotto::storage {

/// How much disk space kv.db may use.
struct KvBudget {
    std::int64_t max_bytes = std::int64_t{4} << 30U;
    /// At most this share of the free disk space and kv.db's own size together.
    double share_of_disk = 0.5;
};

/// kv.db: KV blocks and checkpoints, found by the tokens they were computed from. An entry whose
/// bytes are damaged is removed; a damaged database is recreated. The least recently used entries
/// are evicted to stay within the budget, except those that are pinned or in use, that is, read or
/// saved since the last find(). KvStore documents the functions. Runs on: one thread.
class KvDatabase {
public:
    /// Its folder must exist. Errors: io, out_of_space, busy.
    [[nodiscard]] static Result<std::unique_ptr<KvDatabase>>
    open(const std::filesystem::path& file, const KvBudget& budget = {},
         const KvFileSettings& settings = {});

    /// Saves the times of use that are not saved yet.
    ~KvDatabase();
    KvDatabase(const KvDatabase&) = delete;
    KvDatabase& operator=(const KvDatabase&) = delete;

    /// The library from which the sources of entries are (RemovalStore::library_id()).
    void set_library(std::int64_t id) { library_ = id; }

    [[nodiscard]] Result<KvMatch> find(const KvQuery& query);
    [[nodiscard]] Status read(const KvName& name, std::span<const std::span<std::byte>> to);
    /// Another program may save the same at the same time. Errors: out_of_space (the disk is full,
    /// or pinned entries and those in use fill the budget), io, busy.
    [[nodiscard]] Status save(const KvEntry& entry);
    [[nodiscard]] Status pin(std::span<const KvKey> keys);
    [[nodiscard]] Status purge(const KvRemoval& removal);
    [[nodiscard]] Status clear();

    /// Number of entries, and bytes of the file that are in use.
    [[nodiscard]] Result<std::int64_t> count();
    [[nodiscard]] Result<std::int64_t> used_bytes();

private:
    KvDatabase(KvFile file, std::filesystem::path path, const KvBudget& budget,
               Connection connection, KvHash hash);

    template <class Work>
    auto guarded(Work work) -> decltype(work());
    [[nodiscard]] Status recreate();
    [[nodiscard]] KvEntries entries() { return {*connection_, *hash_}; }
    [[nodiscard]] Result<KvMatch> find_in(const KvQuery& query);
    [[nodiscard]] Result<bool> is_saved(const KvEntry& entry);
    [[nodiscard]] Status save_in(const KvEntry& entry);
    [[nodiscard]] Status add_in(const KvEntry& entry);
    [[nodiscard]] Status check_found(const KvName& name);
    [[nodiscard]] Status make_room(std::int64_t bytes);
    [[nodiscard]] Status flush_uses();
    [[nodiscard]] Status flush_uses_in();
    [[nodiscard]] std::int64_t max_bytes(std::int64_t used_bytes) const;

    KvFile file_;
    std::filesystem::path path_;
    KvBudget budget_;
    std::unique_ptr<Connection> connection_; // null: it could not be recreated
    std::optional<KvHash> hash_;             // set with the connection
    std::int64_t library_ = 0;
    std::int64_t current_use_ = 1;      // of what is in use; counts searches
    std::vector<std::int64_t> touched_; // rows whose use is not saved yet
    std::vector<std::byte> buffer_;     // an entry's parts, concatenated
};

} // namespace sotto::storage
