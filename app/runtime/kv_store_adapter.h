#pragma once

#include "core/executor/executor.h"
#include "core/ports/kv_store.h"
#include "storage/kv/kv_database.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace sotto::app {

/// The first error of saving the KV cache, to be reported to the user once. Runs on: any thread.
class KvNotice {
public:
    void set(Error error) {
        const std::scoped_lock lock(mutex_);
        if (!std::exchange(was_set_, true)) {
            error_ = std::move(error);
        }
    }
    [[nodiscard]] std::optional<Error> take() {
        const std::scoped_lock lock(mutex_);
        return std::exchange(error_, std::nullopt);
    }

private:
    std::mutex mutex_;
    bool was_set_ = false;
    std::optional<Error> error_;
};

/// Makes kv.db a KvStore: the database is used on its own thread, opened on first use, and saves
/// while the model computes; only reads wait for it. After the first error of opening or saving it
/// sets the notice and saves no more, since a chain with a gap is useless. When another program
/// keeps the database busy, the rest of one prompt is not saved, without a notice. Runs on: any
/// thread but its own.
class KvStoreAdapter final : public KvStore {
public:
    /// Owner: the caller keeps `thread` alive longer.
    KvStoreAdapter(Executor& thread, std::filesystem::path file, const storage::KvBudget& budget,
                   std::shared_ptr<KvNotice> notice);
    ~KvStoreAdapter() override;
    KvStoreAdapter(const KvStoreAdapter&) = delete;
    KvStoreAdapter& operator=(const KvStoreAdapter&) = delete;

    /// Whose conversations and documents the sources of entries are from now on. Call before the
    /// library is used.
    void set_library(std::int64_t id);

    Result<KvMatch> find(KvQuery query, const std::stop_token& stop) override;
    Status read(KvName name, KvTarget target, const std::stop_token& stop) override;
    void save(KvEntry entry) override;
    void pin(std::vector<KvKey> keys) override;
    void purge(KvRemoval removal, Removed then) override;
    void clear(Removed then) override;

private:
    struct State;
    template <class Work>
    auto wait_for(Work work, const std::stop_token& stop);

    Executor& thread_;
    std::shared_ptr<State> state_; // touched on the thread only
};

} // namespace sotto::app
