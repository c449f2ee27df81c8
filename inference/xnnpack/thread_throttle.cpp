#include "inference/xnnpack/thread_throttle.h"

#include <algorithm>
#include <cstdint>
#include <format>
#include <fstream>

namespace sotto::inference {

namespace {

constexpr double kWindowSeconds = 0.1;
constexpr double kMaxBackoffSeconds = 16;
// Half of the threads do half of the work. Once one of them spends this share of the time waiting,
// half as many threads are no slower.
constexpr double kMinWaitShare = 0.4;

} // namespace

std::optional<double> run_delay_seconds(std::span<const pid_t> threads) {
    constexpr double kNanosecond = 1e-9;
    double run_delay = 0;
    for (const pid_t thread : threads) {
        // schedstat: time on a CPU, time waiting on a run queue (both in ns), number of time
        // slices.
        std::ifstream file(std::format("/proc/self/task/{}/schedstat", thread));
        std::uint64_t running = 0;
        std::uint64_t waiting = 0;
        if (!(file >> running >> waiting)) {
            return std::nullopt;
        }
        run_delay += kNanosecond * static_cast<double>(waiting);
    }
    return run_delay;
}

std::size_t ThreadThrottle::update(double now, double run_delay) {
    if (!is_due(now)) {
        return level_;
    }
    const auto before = level_;
    if (has_window_) {
        const double share = (run_delay - run_delay_) / (now - window_start_);
        if (share > kMinWaitShare && level_ + 1 < levels_) {
            ++level_;
            next_raise_ = now + backoff_;
            backoff_ = std::min(2 * backoff_, kMaxBackoffSeconds);
        } else if (level_ > 0 && now >= next_raise_) {
            --level_;
        } else if (level_ == 0) {
            backoff_ = kFirstBackoff;
        }
    }
    // The workers of another level have counters of their own: start a new window.
    has_window_ = level_ == before;
    window_start_ = now;
    run_delay_ = run_delay;
    window_end_ = has_window_ ? now + kWindowSeconds : now;
    return level_;
}

} // namespace sotto::inference
