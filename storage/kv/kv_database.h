#pragma once

#include "core/error.h"
#include "core/ports/kv_store.h"
#include "storage/kv/kv_entries.h"
#include "storage/kv/kv_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace sotto::storage {

/// How much of the disk kv.db may take.
struct KvBudget {
    std::int64_t max_bytes = std::int64_t{4} << 30U;
    /// Of what is free on the disk and what kv.db has already, kv.db takes at most this share.
    double share_of_disk = 0.5;
};

/// kv.db: keys and values in entries, found again by the tokens they were computed from. A entry
/// whose bytes are damaged is removed, a database that is damaged is begun anew. Within a budget:
/// the entries used longest ago go first, but none that is pinned or in use, that is, read or saved
/// since the last find(). What each function does is said at KvStore. Runs on: one thread.
class KvDatabase {
public:
    /// Its folder must exist. Errors: io, out_of_space, busy.
    [[nodiscard]] static Result<std::unique_ptr<KvDatabase>>
    open(const std::filesystem::path& file, const KvBudget& budget = {},
         const KvFileSettings& settings = {});

    /// Writes down what was used.
    ~KvDatabase();
    KvDatabase(const KvDatabase&) = delete;
    KvDatabase& operator=(const KvDatabase&) = delete;

    [[nodiscard]] Result<KvMatch> find(const KvQuery& query);
    [[nodiscard]] Status read(const KvName& name, std::span<const std::span<std::byte>> to);
    /// Errors: out_of_space (the disk is full, or the budget with what must stay), io, busy.
    [[nodiscard]] Status save(const KvEntry& entry);
    [[nodiscard]] Status pin(std::span<const KvKey> keys);
    [[nodiscard]] Status purge(const KvQuery& query);

    /// Entries in the database, and the bytes it holds.
    [[nodiscard]] Result<std::int64_t> count();
    [[nodiscard]] Result<std::int64_t> used_bytes();

private:
    KvDatabase(KvFile file, std::filesystem::path path, const KvBudget& budget,
               Connection connection);

    template <class Work>
    auto guarded(Work work) -> decltype(work());
    [[nodiscard]] Status recreate();
    [[nodiscard]] Result<KvMatch> find_in(const KvQuery& query);
    [[nodiscard]] Status save_in(const KvEntry& entry);
    [[nodiscard]] Status check_found(const KvName& name);
    [[nodiscard]] Status purge_in(const KvQuery& query);
    [[nodiscard]] Status make_room(std::int64_t bytes);
    [[nodiscard]] Status write_uses();
    [[nodiscard]] Status write_uses_in();
    [[nodiscard]] std::int64_t max_bytes(std::int64_t used) const;

    KvFile file_;
    std::filesystem::path path_;
    KvBudget budget_;
    std::unique_ptr<Connection> connection_; // null: it could not be begun anew
    std::int64_t stamp_ = 1;                 // of what is in use
    std::vector<std::int64_t> touched_;      // rows whose use is not written down yet
    std::vector<std::byte> buffer_;          // a entry, its parts side by side
};

} // namespace sotto::storage
