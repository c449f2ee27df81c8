#pragma once

#include "core/executor/executor.h"
#include "core/executor/task_queue.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace sotto {

/// An executor with a thread of its own.
class ThreadExecutor final : public Executor {
public:
    /// `name`: for debuggers and `ps -L`, 15 bytes at most. `capacity`: of bounded tasks in each
    /// queue.
    explicit ThreadExecutor(const std::string& name, std::size_t capacity = 64);

    /// Runs all queued tasks, then joins the thread. Not called on the thread itself.
    ~ThreadExecutor() override;

    ThreadExecutor(const ThreadExecutor&) = delete;
    ThreadExecutor& operator=(const ThreadExecutor&) = delete;

    [[nodiscard]] bool post(Task task, Priority priority = Priority::interactive) override;
    void post_always(Task task) override;

private:
    void run();

    std::mutex mutex_;
    std::condition_variable changed_;
    TaskQueue queue_;
    bool stopping_ = false;
    bool ended_ = false;
    std::thread thread_; // last: it uses all of the above
};

} // namespace sotto
