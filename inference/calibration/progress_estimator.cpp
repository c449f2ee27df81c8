#include "inference/calibration/progress_estimator.h"

#include "inference/calibration/sgemm.h"
#include "inference/xnnpack/thread_pool.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <format>
#include <limits>
#include <vector>

namespace sotto::inference {

std::string duration_text(double seconds) {
    constexpr double kMinute = 60;
    if (seconds < kMinute) {
        return "less than a minute";
    }
    return std::format("about {:.0f} min", std::ceil(seconds / kMinute));
}

double measured_speed(ThreadPool& pool) {
    constexpr std::size_t kSize = 256;
    constexpr std::size_t kTasks = 4; // per thread
    // Other programs may compute, too: the fastest round counts. Takes a few tenths of a second.
    constexpr std::size_t kRounds = 48;
    const std::vector<float> operand(kSize * kSize, 0.5F);
    const std::size_t n_tasks = kTasks * pool.threads();
    std::vector<std::vector<float>> results(n_tasks, std::vector<float>(kSize * kSize));
    double least_seconds = std::numeric_limits<double>::infinity();
    for (std::size_t round = 0; round < kRounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        pool.parallel_for(n_tasks, [&](std::size_t i) {
            sgemm(1, {operand.data(), kSize, 1}, {operand.data(), kSize, 1}, kSize, kSize, kSize,
                  results[i].data(), kSize);
        });
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        least_seconds = std::min(least_seconds, std::max(taken.count(), 1e-6));
    }
    return static_cast<double>(n_tasks * kSize * kSize * kSize) / least_seconds;
}

void ProgressEstimator::advance(double work, std::string_view what) {
    done_ += work;
    if (!progress_) {
        return;
    }
    constexpr double kUnit = 1e6; // so that progress is in small integers
    const std::chrono::duration<double> taken = Clock::now() - start_;
    const std::string left =
        done_ > 0 ? ", " + duration_text(taken.count() * (total_ - done_) / done_) + " left" : "";
    progress_(std::format("{}{}", what, left), static_cast<std::int64_t>(done_ / kUnit),
              static_cast<std::int64_t>(total_ / kUnit) + 1);
}

} // namespace sotto::inference
