#pragma once

#include "core/ports/model_catalog.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::inference {

class ThreadPool;

/// "about 12 min", "less than a minute".
[[nodiscard]] std::string duration_text(double seconds);

/// Multiply-accumulate operations per second of a matrix product on these threads, measured in a
/// few tenths of a second.
[[nodiscard]] double measured_speed(ThreadPool& pool);

/// Reports progress of a long computation and the remaining time at the pace so far. Unit of work:
/// multiply-accumulate operations.
class ProgressEstimator {
public:
    ProgressEstimator(double total, const ModelCatalog::ImportProgress& progress)
        : total_(total), progress_(progress) {}

    /// Removes work that need not be done.
    void skip(double work) { total_ -= work; }
    /// Adds finished work; `what` comes next.
    void advance(double work, std::string_view what);

private:
    using Clock = std::chrono::steady_clock;

    double total_;
    double done_ = 0;
    Clock::time_point start_ = Clock::now();
    const ModelCatalog::ImportProgress& progress_;
};

} // namespace sotto::inference
