#include "core/executor/thread_executor.h"

#include "core/executor/exceptions.h"

#include <pthread.h>

namespace sotto {

ThreadExecutor::ThreadExecutor(const std::string& name, std::size_t capacity)
    : queue_(capacity), thread_([this] { run(); }) {
    pthread_setname_np(thread_.native_handle(), name.substr(0, 15).c_str());
}

ThreadExecutor::~ThreadExecutor() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

bool ThreadExecutor::post(Task task, Priority priority) {
    {
        const std::scoped_lock lock(mutex_);
        if (stopping_ || !queue_.push(task, priority)) {
            return false;
        }
    }
    changed_.notify_one();
    return true;
}

void ThreadExecutor::post_always(Task task) {
    {
        const std::scoped_lock lock(mutex_);
        if (ended_) {
            return;
        }
        queue_.push_always(std::move(task));
    }
    changed_.notify_one();
}

void ThreadExecutor::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        std::optional<Task> task = queue_.pop();
        if (!task) {
            ended_ = true;
            return;
        }
        lock.unlock();
        if (const auto error = try_run(*task)) {
            log_exception(*error);
        }
        task.reset(); // what the task captured dies on this thread, outside the lock
        lock.lock();
    }
}

} // namespace sotto
