#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace sotto::app {

/// Turns SIGINT, SIGTERM and SIGHUP into calls of a handler, and ignores SIGPIPE, so that writing
/// to a closed pipe returns an error. Create it in main() before any thread, so that all threads
/// inherit the signal mask.
class SignalWatch {
public:
    using Handler = std::function<void()>;

    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    /// The next signal calls `handler` (on the watch's own thread); a second one ends the program
    /// at once. Setting a handler clears an earlier signal. Without a handler (nullptr) the first
    /// signal ends the program at once with ExitStatus::interrupted.
    void set_handler(Handler handler);

    /// Whether a signal asked the program to end (SIGTERM, SIGHUP), and not only to stop what it is
    /// doing (SIGINT).
    [[nodiscard]] bool wants_end() const { return wants_end_; }

    /// Readable from a signal until the next set_handler(), for use with poll().
    [[nodiscard]] int interrupted_descriptor() const { return interrupted_; }

private:
    void watch();
    void receive(int signal);

    std::mutex mutex_;
    Handler handler_;
    bool was_interrupted_ = false;
    std::atomic<bool> wants_end_ = false;
    int signals_ = -1;     ///< a signalfd
    int interrupted_ = -1; ///< an eventfd
    int closing_ = -1;     ///< an eventfd
    std::thread thread_;   // last: it uses all of the above
};

} // namespace sotto::app
