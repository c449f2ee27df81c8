#pragma once

#include "core/executor/executor.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace sotto {

/// The queues of an executor, by priority. Not thread-safe: the executor holds a lock.
class TaskQueue {
public:
    /// `capacity`: of bounded tasks in each queue.
    explicit TaskQueue(std::size_t capacity) : capacity_(capacity) {}

    /// Returns false, and leaves the task alone, when the queue is full.
    bool push(Task& task, Priority priority) {
        auto& queue = priority == Priority::interactive ? interactive_ : background_;
        auto& waiting =
            priority == Priority::interactive ? bounded_interactive_ : bounded_background_;
        if (waiting >= capacity_) {
            return false;
        }
        ++waiting;
        queue.push_back({std::move(task), true});
        return true;
    }

    void push_always(Task task) { interactive_.push_back({std::move(task), false}); }

    /// The next task by priority, if there is one.
    std::optional<Task> pop() {
        if (!interactive_.empty()) {
            return take(interactive_, bounded_interactive_);
        }
        if (!background_.empty()) {
            return take(background_, bounded_background_);
        }
        return std::nullopt;
    }

    [[nodiscard]] bool empty() const { return interactive_.empty() && background_.empty(); }

private:
    struct Entry {
        Task task;
        bool is_bounded;
    };

    static Task take(std::deque<Entry>& queue, std::size_t& waiting) {
        Entry entry = std::move(queue.front());
        queue.pop_front();
        waiting -= entry.is_bounded ? 1 : 0;
        return std::move(entry.task);
    }

    std::size_t capacity_;
    std::size_t bounded_interactive_ = 0;
    std::size_t bounded_background_ = 0;
    std::deque<Entry> interactive_;
    std::deque<Entry> background_;
};

} // namespace sotto
