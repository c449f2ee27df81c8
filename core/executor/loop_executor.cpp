#include "core/executor/loop_executor.h"

#include "core/executor/exceptions.h"

namespace sotto {

LoopExecutor::LoopExecutor(std::size_t capacity) : queue_(capacity) {}

bool LoopExecutor::post(Task task, Priority priority) {
    {
        const std::scoped_lock lock(mutex_);
        if (!queue_.push(task, priority)) {
            return false;
        }
    }
    changed_.notify_one();
    return true;
}

void LoopExecutor::post_always(Task task) {
    {
        const std::scoped_lock lock(mutex_);
        queue_.push_always(std::move(task));
    }
    changed_.notify_one();
}

void LoopExecutor::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return quit_ || !queue_.empty(); });
        if (quit_) {
            quit_ = false;
            return;
        }
        std::optional<Task> task = queue_.pop();
        lock.unlock();
        if (const auto error = try_run(*task)) {
            log_exception(*error);
        }
        task.reset();
        lock.lock();
    }
}

bool LoopExecutor::run_one() {
    std::unique_lock lock(mutex_);
    std::optional<Task> task = queue_.pop();
    lock.unlock();
    if (!task) {
        return false;
    }
    if (const auto error = try_run(*task)) {
        log_exception(*error);
    }
    return true;
}

std::size_t LoopExecutor::run_pending() {
    std::size_t count = 0;
    while (run_one()) {
        ++count;
    }
    return count;
}

void LoopExecutor::quit() {
    {
        const std::scoped_lock lock(mutex_);
        quit_ = true;
    }
    changed_.notify_all();
}

} // namespace sotto
