#pragma once

#include "core/executor/executor.h"
#include "core/executor/task_queue.h"

#include <condition_variable>
#include <mutex>

namespace sotto {

/// An executor whose tasks run in whatever thread calls run() or run_pending(): the main loop of
/// the command line, and the hand-pumped loop of the tests.
class LoopExecutor final : public Executor {
public:
    explicit LoopExecutor(std::size_t capacity = 256);

    [[nodiscard]] bool post(Task task, Priority priority = Priority::interactive) override;
    void post_always(Task task) override;

    /// Runs tasks, waiting for new ones, until quit() is called. Runs on: the owning thread.
    void run();

    /// Runs what is queued now, and what that queues, without waiting. Returns how many ran.
    std::size_t run_pending();

    /// Runs one task if there is one. Returns whether one ran.
    bool run_one();

    /// Makes run() return after the current task. Runs on: any thread.
    void quit();

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    TaskQueue queue_;
    bool quit_ = false;
};

} // namespace sotto
