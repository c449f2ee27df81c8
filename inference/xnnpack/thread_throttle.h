#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <span>

namespace sotto::inference {

/// Total time for which these threads of this process were runnable but waiting for a CPU (the
/// kernel's run_delay), since they started. Unit: seconds. Nothing where the kernel does not tell.
[[nodiscard]] std::optional<double> run_delay_seconds(std::span<const pid_t> threads);

/// Chooses how many threads to use while other programs compete for the CPUs. Threads that
/// synchronize after every matrix run at the pace of the slowest: two threads that are preempted
/// now and then get less done than one. Level 0 uses all threads, each further level half as many.
/// Runs on: one thread.
class ThreadThrottle {
public:
    /// `levels`: 1 or more.
    explicit ThreadThrottle(std::size_t levels) : levels_(levels) {}

    /// Returns the level to use from now on. Unit: seconds; `now` never decreases. `run_delay`:
    /// total of all threads of the current level, from any fixed point in time.
    std::size_t update(double now, double run_delay);

    /// Whether update() has a decision to make; otherwise its arguments need not be computed.
    [[nodiscard]] bool is_due(double now) const { return levels_ > 1 && now >= window_end_; }

private:
    std::size_t levels_;
    std::size_t level_ = 0;
    double window_end_ = 0;   // end of the current measurement window
    double window_start_ = 0; // its start
    double run_delay_ = 0;    // at the start of the window
    bool has_window_ = false;
    double next_raise_ = 0;          // when to try more threads again
    double backoff_ = kFirstBackoff; // until then, after the next failed try

    static constexpr double kFirstBackoff = 1;
};

} // namespace sotto::inference
