#include "inference/xnnpack/thread_pool.h"

#include <pthreadpool.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstddef>
#include <latch>

namespace sotto::inference {

namespace {

pthreadpool_t pool_of(void* pool) {
    return static_cast<pthreadpool_t>(pool);
}

} // namespace

Result<std::unique_ptr<ThreadPool>> ThreadPool::create(std::size_t threads) {
    std::unique_ptr<ThreadPool> made(new ThreadPool(std::max<std::size_t>(threads, 1)));
    for (std::size_t level = 0; level + 1 < made->levels_.size(); ++level) {
        made->start(made->threads_ >> level, made->levels_[level]);
        if (made->levels_[level].pool == nullptr) {
            return fail(ErrorCode::out_of_memory, "cannot start the computing threads");
        }
    }
    made->pool_ = made->levels_.front().pool;
    return made;
}

ThreadPool::ThreadPool(std::size_t threads)
    : threads_(threads), levels_(static_cast<std::size_t>(std::bit_width(threads))),
      throttle_(levels_.size()) {}

// Starts the threads of a level and collects their ids: each thread takes exactly one task, since
// no task ends before all have begun.
void ThreadPool::start(std::size_t threads, Level& level) {
    level.pool = pthreadpool_create(threads);
    if (level.pool == nullptr) {
        return;
    }
    const auto started = pthreadpool_get_threads_count(pool_of(level.pool));
    level.workers.resize(started);
    std::latch all_begun(static_cast<std::ptrdiff_t>(started));
    pool_ = level.pool;
    parallel_for(started, [&](std::size_t i) {
        level.workers[i] = gettid();
        all_begun.arrive_and_wait();
    });
    park_workers();
}

ThreadPool::~ThreadPool() {
    for (const auto& level : levels_) {
        if (level.pool != nullptr) {
            pthreadpool_destroy(pool_of(level.pool));
        }
    }
}

void ThreadPool::adapt() {
    const std::chrono::duration<double> now = std::chrono::steady_clock::now().time_since_epoch();
    if (!throttle_.is_due(now.count())) {
        return;
    }
    const pid_t own[] = {gettid()};
    const auto waited = run_delay_seconds(
        levels_[level_].pool == nullptr ? std::span<const pid_t>(own) : levels_[level_].workers);
    if (!waited) {
        return;
    }
    const auto level = throttle_.update(now.count(), *waited);
    if (level != level_) {
        park_workers(); // workers that no longer compute must not spin either
        level_ = level;
        pool_ = levels_[level].pool;
    }
}

void ThreadPool::park_workers() {
    if (pool_ != nullptr) {
        const auto nothing = [](void*, std::size_t) {};
        pthreadpool_parallelize_1d(pool_of(pool_), nothing, nullptr, 2,
                                   PTHREADPOOL_FLAG_YIELD_WORKERS);
    }
}

void ThreadPool::run(std::size_t count, Function function, void* context) {
    function_ = function;
    context_ = context;
    if (pool_ == nullptr || count <= 1) {
        for (std::size_t i = 0; i < count && !stop_.stop_requested(); ++i) {
            function(context, i);
        }
        return;
    }
    started_.fetch_add(1, std::memory_order_release);
    pthreadpool_parallelize_1d(pool_of(pool_), &ThreadPool::run_one, this, count, 0);
    static_cast<void>(finished_.load(std::memory_order_acquire));
}

void ThreadPool::run_one(void* pool, std::size_t index) {
    auto& self = *static_cast<ThreadPool*>(pool);
    static_cast<void>(self.started_.load(std::memory_order_acquire));
    if (!self.stop_.stop_requested()) {
        self.function_(self.context_, index);
    }
    self.finished_.fetch_add(1, std::memory_order_release);
}

} // namespace sotto::inference
