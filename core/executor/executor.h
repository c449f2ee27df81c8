#pragma once

#include <functional>

namespace sotto {

/// A piece of work for one thread; runs once.
using Task = std::move_only_function<void()>;

/// Which queue a task waits in. All interactive tasks that are waiting run before any background
/// one, so a chat turn overtakes an ingestion; within a queue the order is first in, first out.
enum class Priority { interactive, background };

/// "Run this on that thread." Tasks of one executor never run at the same time. What a task throws
/// ends that task and is logged; the executor goes on with the next one.
class Executor {
public:
    virtual ~Executor() = default;

    /// Queues a task. Runs on: any thread.
    /// Returns false when the queue is full or the executor is stopping; the task is then
    /// destroyed.
    [[nodiscard]] virtual bool post(Task task, Priority priority = Priority::interactive) = 0;

    /// Queues a task that must not be lost: replies, wake-ups, outcomes, destruction. Not counted
    /// against the queue's bound, and still taken while the executor stops; only a task posted
    /// after the executor's end is dropped. Runs on: any thread.
    virtual void post_always(Task task) = 0;
};

} // namespace sotto
