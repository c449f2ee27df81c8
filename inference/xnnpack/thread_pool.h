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
/// to compute. Fewer of them compute while other programs compete for the CPUs; the number of
/// threads never changes a result. Runs on: the inference thread, which takes part in the work.
class ThreadPool {
public:
    /// `threads`: 1 or more. Errors: out_of_memory.
    [[nodiscard]] static Result<std::unique_ptr<ThreadPool>> create(std::size_t threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    [[nodiscard]] std::size_t threads() const { return threads_; }

    /// Calls task(i) for each i < `count` on all threads and waits. Which thread runs which i is
    /// unspecified, so a task may write only its own data. After a stop (see set_stop_token) no
    /// further task begins.
    template <class Task>
    void parallel_for(std::size_t count, Task&& task) {
        using Plain = std::remove_reference_t<Task>;
        run(count, [](void* context, std::size_t i) { (*static_cast<Plain*>(context))(i); }, &task);
    }

    /// From now on a stop requested on `stop` cuts loops short. Their results are then unusable:
    /// whoever sets a stoppable token must check it before using them.
    void set_stop_token(std::stop_token stop) { stop_ = std::move(stop); }

    /// Whether loops are cut short; long tasks ask between their parts. Runs on: any of its
    /// threads.
    [[nodiscard]] bool stop_requested() const { return stop_.stop_requested(); }

    /// At most ten times a second, checks whether the threads wait for CPUs, and chooses how many
    /// of them compute from now on.
    void adapt();

    /// Puts the workers to sleep until the next loop; otherwise they spin while they wait for it.
    void park_workers();

private:
    friend class FullyConnected;
    friend class Qp8Activations;
    friend class Qd8Activations;
    using Function = void (*)(void* context, std::size_t index);
    // Each level has half as many threads as the one before; the last is the calling thread alone.
    struct Level {
        void* pool = nullptr;       // pthreadpool_t; null for one thread
        std::vector<pid_t> workers; // including the calling thread
    };

    explicit ThreadPool(std::size_t threads);
    void start(std::size_t threads, Level& level);
    void run(std::size_t count, Function function, void* context);
    static void run_one(void* pool, std::size_t index);

    std::size_t threads_;
    std::vector<Level> levels_;
    ThreadThrottle throttle_;
    void* pool_ = nullptr; // of the current level
    std::size_t level_ = 0;
    std::stop_token stop_;
    Function function_ = nullptr; // of the current loop
    void* context_ = nullptr;
    // An explicit release and acquire around every loop, because a race detector cannot see those
    // inside the thread pool's library.
    std::atomic<std::uint64_t> started_ = 0;
    std::atomic<std::uint64_t> finished_ = 0;
};

/// While it exists, the loops of a pool can be stopped by a token; its destructor also puts the
/// workers to sleep. Owner: the pool outlives it.
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
