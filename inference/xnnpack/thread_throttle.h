#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <span>

namespace sotto::inference {

/// How long threads of this process were ready to run while other programs had their processors,
/// since they began, added up. Unit: seconds. Nothing where the kernel does not say.
[[nodiscard]] std::optional<double> run_delay_seconds(std::span<const pid_t> threads);

/// Decides how many threads are worth using while other programs want the processors too. Threads
/// that meet after every matrix run at the pace of the one that waits longest: two that each lose
/// their processor now and then get far less done than one. Level 0 uses all threads, every
/// further one half as many. Runs on: one thread.
class ThreadThrottle {
public:
    /// `levels`: 1 or more.
    explicit ThreadThrottle(std::size_t levels) : levels_(levels) {}

    /// The level to use from now on. Unit: seconds; `now` never decreases. `run_delay`: by all
    /// threads of the present level together, since any fixed moment.
    std::size_t update(double now, double run_delay);

    /// Whether update() has anything to decide, so that its arguments are worth finding out.
    [[nodiscard]] bool is_due(double now) const { return levels_ > 1 && now >= window_end_; }

private:
    std::size_t levels_;
    std::size_t level_ = 0;
    double window_end_ = 0;   // when the window ends that is looked at
    double window_start_ = 0; // when it began
    double run_delay_ = 0;    // by then
    bool has_window_ = false;
    double next_raise_ = 0;          // when to try more threads again
    double backoff_ = kFirstBackoff; // until then, after the next disappointment

    static constexpr double kFirstBackoff = 1;
};

} // namespace sotto::inference
