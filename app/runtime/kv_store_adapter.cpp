#include "app/runtime/kv_store_adapter.h"

#include "core/executor/exceptions.h"

#include <condition_variable>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace sotto::app {

using storage::KvDatabase;

struct KvStoreAdapter::State {
    State(std::filesystem::path of_file, const storage::KvBudget& of_budget,
          std::shared_ptr<KvNotice> of_notice)
        : file(std::move(of_file)), budget(of_budget), notice(std::move(of_notice)) {}

    std::filesystem::path file;
    storage::KvBudget budget;
    std::shared_ptr<KvNotice> notice;
    std::unique_ptr<KvDatabase> database;
    std::int64_t library = 0;
    std::optional<Error> failure; // of opening; it is not retried
    bool saves = true;
    // Where the first entry of a prompt ends that was not saved since the database was busy: those
    // behind it are not either, until the prompt, or another one, is saved from its beginning.
    std::optional<std::size_t> gap;

    Result<KvDatabase*> open() {
        if (database) {
            return database.get();
        }
        if (!failure) {
            auto opened = KvDatabase::open(file, budget);
            if (opened) {
                database = *std::move(opened);
                database->set_library(library);
                return database.get();
            }
            notice->set(opened.error());
            if (opened.error().code == ErrorCode::busy) {
                return std::unexpected(std::move(opened.error())); // the next call tries again
            }
            failure = std::move(opened.error());
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

    // `end`: of the entry, in tokens of the prompt.
    template <class Work>
    void save_with(std::size_t end, Work&& work) {
        if (!saves || (gap && end > *gap)) {
            return;
        }
        gap.reset();
        const Status status = with_database(std::forward<Work>(work));
        if (status) {
            return;
        }
        if (status.error().code == ErrorCode::busy) {
            gap = end;
            return;
        }
        saves = false;
        notice->set(status.error());
    }
};

KvStoreAdapter::KvStoreAdapter(Executor& thread, std::filesystem::path file,
                               const storage::KvBudget& budget, std::shared_ptr<KvNotice> notice)
    : thread_(thread), state_(std::make_shared<State>(std::move(file), budget, std::move(notice))) {
}

KvStoreAdapter::~KvStoreAdapter() {
    thread_.post_always([state = std::move(state_)] { state->database.reset(); });
}

void KvStoreAdapter::set_library(std::int64_t id) {
    thread_.post_always([state = state_, id] {
        state->library = id;
        if (state->database) {
            state->database->set_library(id);
        }
    });
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
        [query = std::move(query), state = state_](KvDatabase& database) {
            state->gap.reset();
            return database.find(query);
        },
        stop);
}

Status KvStoreAdapter::read(KvName name, KvTarget target, const std::stop_token& stop) {
    return wait_for([name = std::move(name), target = std::move(target)](
                        KvDatabase& database) { return database.read(name, target.bytes); },
                    stop);
}

void KvStoreAdapter::save(KvEntry entry) {
    thread_.post_always([state = state_, entry = std::move(entry)] {
        state->save_with(entry.end,
                         [&entry](KvDatabase& database) { return database.save(entry); });
    });
}

void KvStoreAdapter::pin(std::vector<KvKey> keys) {
    thread_.post_always([state = state_, keys = std::move(keys)] {
        state->save_with(std::numeric_limits<std::size_t>::max(),
                         [&keys](KvDatabase& database) { return database.pin(keys); });
    });
}

void KvStoreAdapter::purge(KvRemoval removal, Removed then) {
    thread_.post_always(
        [state = state_, removal = std::move(removal), then = std::move(then)]() mutable {
            then(state->with_database(
                [&removal](KvDatabase& database) { return database.purge(removal); }));
        });
}

void KvStoreAdapter::clear(Removed then) {
    thread_.post_always([state = state_, then = std::move(then)]() mutable {
        then(state->with_database([](KvDatabase& database) { return database.clear(); }));
    });
}

} // namespace sotto::app
