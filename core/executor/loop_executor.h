#pragma once

#include "core/executor/executor.h"
#include "core/executor/task_queue.h"

#include <condition_variable>
#include <mutex>

namespace sotto {

/// An executor whose tasks run on the thread that calls run() or run_pending(): the main loop of
/// the command line, and the hand-pumped loops of tests.
class LoopExecutor final : public Executor {
public:
    explicit LoopExecutor(std::size_t capacity = 256);

    [[nodiscard]] bool post(Task task, Priority priority = Priority::interactive) override;
    void post_always(Task task) override;

    /// Runs tasks, waiting for new ones, until quit() is called. Runs on: the owning thread.
    void run();

    /// Runs all queued tasks, and those that they queue, without waiting. Returns their number.
    std::size_t run_pending();

    /// Runs the next task, if there is one. Returns whether one ran.
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
