#pragma once

#include "core/executor/executor.h"
#include "core/executor/task_queue.h"

#include <QObject>
#include <mutex>

namespace sotto::app {

/// Runs tasks in Qt's event loop, in the thread it was made in. At most one event of its own is
/// pending, however many tasks are posted; a long queue runs in slices, so that input and drawing
/// come between. What a task throws is logged.
class QtExecutor final : public QObject, public Executor {
public:
    /// `capacity`: bounded tasks that may wait in each priority.
    explicit QtExecutor(std::size_t capacity = 256);

    [[nodiscard]] bool post(Task task, Priority priority = Priority::interactive) override;
    void post_always(Task task) override;

    /// Runs everything that is queued, also when no loop runs any more. Runs on: the owning thread.
    void drain();

protected:
    bool event(QEvent* event) override;

private:
    bool run_one();
    void wake(std::unique_lock<std::mutex>& lock);

    std::mutex mutex_;
    TaskQueue queue_;
    bool is_event_waiting_ = false;
};

} // namespace sotto::app
