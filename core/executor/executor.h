#pragma once

#include <functional>

namespace sotto {

/// Work for one thread; runs once.
using Task = std::move_only_function<void()>;

/// The queue a task waits in. All waiting interactive tasks run before any background task, so that
/// a chat turn overtakes a prefill; each queue is first in, first out.
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

    /// Queues a task that must not be lost: a reply, a wake-up, a destruction. It does not count
    /// against the queue's bound and is accepted while the executor stops; only after the
    /// executor's end it is dropped. Runs on: any thread.
    virtual void post_always(Task task) = 0;
};

} // namespace sotto
