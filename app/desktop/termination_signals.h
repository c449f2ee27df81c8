#pragma once

#include <QSocketNotifier>
#include <functional>
#include <memory>

namespace sotto::app {

/// Turns SIGTERM, SIGINT and SIGHUP into one call in Qt's event loop. A signal handler may do next
/// to nothing, so ours writes a byte to a socket that the loop watches. At most one instance at a
/// time. Runs on: the main thread.
class TerminationSignals {
public:
    /// `on_signal` is called once, at the first signal.
    explicit TerminationSignals(std::function<void()> on_signal);
    /// Restores the default handlers.
    ~TerminationSignals();
    TerminationSignals(const TerminationSignals&) = delete;
    TerminationSignals& operator=(const TerminationSignals&) = delete;

private:
    int sockets_[2] = {-1, -1}; // the handler writes to the first, the loop reads the second
    std::unique_ptr<QSocketNotifier> notifier_;
};

} // namespace sotto::app
