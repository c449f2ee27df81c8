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

/// Multiplications and additions a second that a matrix product on these threads does, measured in
/// some tenths of a second.
[[nodiscard]] double measured_speed(ThreadPool& pool);

/// Tells how far a long piece of work is, and how long the rest takes at the pace so far. Unit of
/// work: multiplications and additions.
class WorkMeter {
public:
    WorkMeter(double total, const ModelCatalog::ImportProgress& progress)
        : total_(total), progress_(progress) {}

    /// Some of the work is not to be done.
    void skip(double work) { total_ -= work; }
    /// Some of it is done; `what` comes next.
    void advance(double work, std::string_view what);

private:
    using Clock = std::chrono::steady_clock;

    double total_;
    double done_ = 0;
    Clock::time_point start_ = Clock::now();
    const ModelCatalog::ImportProgress& progress_;
};

} // namespace sotto::inference
