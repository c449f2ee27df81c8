#pragma once

#include "core/error.h"
#include "inference/xnnpack/thread_throttle.h"

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

namespace sotto::inference {

/// The threads that XNNPACK's operators and our own loops share. They sleep while there is nothing
/// to compute, and fewer of them compute while other programs keep them waiting for each other; how
/// many do changes no result. Runs on: the inference thread, which is one of them.
class ThreadPool {
public:
    /// `threads`: 1 or more. Errors: out_of_memory.
    [[nodiscard]] static Result<std::unique_ptr<ThreadPool>> create(std::size_t threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    [[nodiscard]] std::size_t threads() const { return threads_; }

    /// Calls task(i) for every i below `count`, on all threads, and waits. Which thread takes which
    /// i is not determined: a task writes only what is its own. After a stop (see set_stop_token)
    /// no further task is begun.
    template <class Task>
    void parallel_for(std::size_t count, Task&& task) {
        using Plain = std::remove_reference_t<Task>;
        run(count, [](void* context, std::size_t i) { (*static_cast<Plain*>(context))(i); }, &task);
    }

    /// From now on loops are cut short once `stop` is requested, which leaves their results
    /// unusable: whoever sets a token that can be stopped looks at it before using them.
    void set_stop_token(std::stop_token stop) { stop_ = std::move(stop); }

    /// Looks, at most ten times a second, whether threads wait for processors, and chooses how many
    /// compute from now on.
    void adapt();

    /// Lets the workers sleep until the next loop, which they otherwise await spinning.
    void park_workers();

private:
    friend class FullyConnected;
    friend class Qp8Activations;
    friend class Qd8Activations;
    using Function = void (*)(void* context, std::size_t index);
    // Half as many threads as the level before; the last level is the calling thread alone.
    struct Level {
        void* pool = nullptr;       // a pthreadpool_t; null with one thread
        std::vector<pid_t> workers; // with the calling thread
    };

    explicit ThreadPool(std::size_t threads);
    void start(std::size_t threads, Level& level);
    void run(std::size_t count, Function function, void* context);
    static void run_one(void* pool, std::size_t index);

    std::size_t threads_;
    std::vector<Level> levels_;
    ThreadThrottle throttle_;
    void* pool_ = nullptr; // of the present level
    std::size_t level_ = 0;
    std::stop_token stop_;
    Function function_ = nullptr; // of the loop that runs
    void* context_ = nullptr;
    // Our own release and acquire around every loop, so that the order is visible to a race
    // detector, which does not see into the pool's library.
    std::atomic<std::uint64_t> started_ = 0;
    std::atomic<std::uint64_t> finished_ = 0;
};

/// While it lives, the loops of a pool stop by a token; afterwards its threads sleep. Owner: the
/// pool outlives it.
class ComputeScope {
public:
    ComputeScope(ThreadPool& pool, std::stop_token stop) : pool_(pool) {
        pool_.set_stop_token(std::move(stop));
    }
    ~ComputeScope() {
        pool_.set_stop_token({});
        pool_.park_workers();
    }
    ComputeScope(const ComputeScope&) = delete;
    ComputeScope& operator=(const ComputeScope&) = delete;

private:
    ThreadPool& pool_;
};

} // namespace sotto::inference
