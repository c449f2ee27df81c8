#include "inference/xnnpack/thread_throttle.h"

#include <algorithm>
#include <cstdint>
#include <format>
#include <fstream>

namespace sotto::inference {

namespace {

constexpr double kWindowSeconds = 0.1;
constexpr double kMaxBackoffSeconds = 16;
// Half of the threads do at least half of the work: from this share of the time on, in which one of
// all threads waits, they are not the slower ones.
constexpr double kMinWaitShare = 0.4;

} // namespace

std::optional<double> run_delay_seconds(std::span<const pid_t> threads) {
    constexpr double kNanosecond = 1e-9;
    double run_delay = 0;
    for (const pid_t thread : threads) {
        // Time on a processor, time waiting for one, turns.
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
    // The threads of another level have run_delay for another time: begin anew.
    has_window_ = level_ == before;
    window_start_ = now;
    run_delay_ = run_delay;
    window_end_ = has_window_ ? now + kWindowSeconds : now;
    return level_;
}

} // namespace sotto::inference
