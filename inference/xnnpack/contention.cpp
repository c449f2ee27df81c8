#include "inference/xnnpack/contention.h"

#include <algorithm>
#include <cstdint>
#include <format>
#include <fstream>

namespace sotto::inference {

namespace {

constexpr double kWindowSeconds = 0.1;
constexpr double kMaxPauseSeconds = 16;
// Half of the threads do at least half of the work: from this share of the time on, in which one of
// all threads waits, they are not the slower ones.
constexpr double kWorthHalf = 0.4;

} // namespace

std::optional<double> waited_seconds(std::span<const pid_t> threads) {
    constexpr double kNanosecond = 1e-9;
    double waited = 0;
    for (const pid_t thread : threads) {
        // Time on a processor, time waiting for one, turns.
        std::ifstream file(std::format("/proc/self/task/{}/schedstat", thread));
        std::uint64_t running = 0;
        std::uint64_t waiting = 0;
        if (!(file >> running >> waiting)) {
            return std::nullopt;
        }
        waited += kNanosecond * static_cast<double>(waiting);
    }
    return waited;
}

std::size_t ContentionPolicy::update(double now, double waited) {
    if (!is_due(now)) {
        return level_;
    }
    const auto before = level_;
    if (has_begun_) {
        const double share = (waited - waited_) / (now - begun_);
        if (share > kWorthHalf && level_ + 1 < levels_) {
            ++level_;
            more_at_ = now + pause_;
            pause_ = std::min(2 * pause_, kMaxPauseSeconds);
        } else if (level_ > 0 && now >= more_at_) {
            --level_;
        } else if (level_ == 0) {
            pause_ = kFirstPause;
        }
    }
    // The threads of another level have waited for another time: begin anew.
    has_begun_ = level_ == before;
    begun_ = now;
    waited_ = waited;
    due_ = has_begun_ ? now + kWindowSeconds : now;
    return level_;
}

} // namespace sotto::inference
