#include "app/desktop/qt_executor.h"

#include "core/executor/exceptions.h"

#include <QCoreApplication>
#include <QEvent>
#include <QtLogging>
#include <optional>
#include <utility>

namespace sotto::app {

namespace {

// Tasks that run before the loop handles input and drawing again; replies and wake-ups are short.
constexpr int kSliceTasks = 32;

QEvent::Type work_event() {
    static const int kType = QEvent::registerEventType();
    return static_cast<QEvent::Type>(kType);
}

} // namespace

QtExecutor::QtExecutor(std::size_t capacity) : queue_(capacity) {}

bool QtExecutor::post(Task task, Priority priority) {
    std::unique_lock lock(mutex_);
    if (!queue_.push(task, priority)) {
        return false;
    }
    wake(lock);
    return true;
}

void QtExecutor::post_always(Task task) {
    std::unique_lock lock(mutex_);
    queue_.push_always(std::move(task));
    wake(lock);
}

void QtExecutor::wake(std::unique_lock<std::mutex>& lock) {
    if (std::exchange(is_event_waiting_, true)) {
        return;
    }
    lock.unlock();
    QCoreApplication::postEvent(this, new QEvent(work_event())); // Qt owns the event
}

bool QtExecutor::run_one() {
    std::optional<Task> task;
    {
        const std::scoped_lock lock(mutex_);
        task = queue_.pop();
    }
    if (!task) {
        return false;
    }
    if (const auto error = try_run(*task)) {
        qCritical("A task of the window failed: %s", error->detail.c_str());
    }
    return true;
}

void QtExecutor::drain() {
    while (run_one()) {
    }
}

bool QtExecutor::event(QEvent* event) {
    if (event->type() != work_event()) {
        return QObject::event(event);
    }
    {
        const std::scoped_lock lock(mutex_);
        is_event_waiting_ = false;
    }
    for (int ran = 0; ran < kSliceTasks; ++ran) {
        if (!run_one()) {
            return true;
        }
    }
    std::unique_lock lock(mutex_);
    if (!queue_.empty()) {
        wake(lock);
    }
    return true;
}

} // namespace sotto::app
