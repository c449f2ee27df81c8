#include "app/runtime/kv_store_adapter.h"

#include "core/executor/exceptions.h"

#include <condition_variable>
#include <type_traits>

namespace sotto::app {

using storage::KvDatabase;

struct KvStoreAdapter::State {
    std::filesystem::path file;
    storage::KvBudget budget;
    std::shared_ptr<KvNotice> notice;
    std::unique_ptr<KvDatabase> database;
    std::optional<Error> failure; // of opening; it is not retried
    bool saves = true;

    Result<KvDatabase*> open() {
        if (database) {
            return database.get();
        }
        if (!failure) {
            auto opened = KvDatabase::open(file, budget);
            if (opened) {
                database = *std::move(opened);
                return database.get();
            }
            failure = opened.error();
            notice->set(*failure);
        }
        return std::unexpected(*failure);
    }

    template <class Work>
    auto with_database(Work&& work) -> std::invoke_result_t<Work&, KvDatabase&> {
        try {
            const auto opened = open();
            if (!opened) {
                return std::unexpected(opened.error());
            }
            return work(**opened);
        } catch (...) { // the inference thread waits for the answer
            return std::unexpected(error_of_current_exception());
        }
    }

    template <class Work>
    void save_with(Work&& work) {
        if (!saves) {
            return;
        }
        if (const Status status = with_database(std::forward<Work>(work)); !status) {
            saves = false;
            notice->set(status.error());
        }
    }
};

KvStoreAdapter::KvStoreAdapter(Executor& thread, std::filesystem::path file,
                               const storage::KvBudget& budget, std::shared_ptr<KvNotice> notice)
    : thread_(thread), state_(std::make_shared<State>(std::move(file), budget, std::move(notice),
                                                      nullptr, std::nullopt, true)) {}

KvStoreAdapter::~KvStoreAdapter() {
    thread_.post_always([state = std::move(state_)] { state->database.reset(); });
}

// Runs `work(database)` on the thread, after earlier tasks, and waits for its result. A stop ends
// the wait, not the work, which therefore owns everything it uses.
template <class Work>
auto KvStoreAdapter::wait_for(Work work, const std::stop_token& stop) {
    using Outcome = std::invoke_result_t<Work&, KvDatabase&>;
    struct Reply {
        std::mutex mutex;
        std::condition_variable_any is_ready;
        std::optional<Outcome> outcome;
    };
    const auto reply = std::make_shared<Reply>();
    thread_.post_always([state = state_, reply, work = std::move(work)]() mutable {
        Outcome outcome = state->with_database(work);
        {
            const std::scoped_lock lock(reply->mutex);
            reply->outcome = std::move(outcome);
        }
        reply->is_ready.notify_all();
    });
    std::unique_lock lock(reply->mutex);
    if (!reply->is_ready.wait(lock, stop, [&] { return reply->outcome.has_value(); })) {
        return Outcome(fail(ErrorCode::cancelled, "stopped"));
    }
    return *std::move(reply->outcome);
}

Result<KvMatch> KvStoreAdapter::find(KvQuery query, const std::stop_token& stop) {
    return wait_for(
        [query = std::move(query)](KvDatabase& database) { return database.find(query); }, stop);
}

Status KvStoreAdapter::read(KvName name, KvTarget target, const std::stop_token& stop) {
    return wait_for([name = std::move(name), target = std::move(target)](
                        KvDatabase& database) { return database.read(name, target.bytes); },
                    stop);
}

void KvStoreAdapter::save(KvEntry entry) {
    thread_.post_always([state = state_, entry = std::move(entry)] {
        state->save_with([&entry](KvDatabase& database) { return database.save(entry); });
    });
}

void KvStoreAdapter::pin(std::vector<KvKey> keys) {
    thread_.post_always([state = state_, keys = std::move(keys)] {
        state->save_with([&keys](KvDatabase& database) { return database.pin(keys); });
    });
}

Status KvStoreAdapter::purge(KvQuery query, const std::stop_token& stop) {
    return wait_for(
        [query = std::move(query)](KvDatabase& database) { return database.purge(query); }, stop);
}

} // namespace sotto::app
