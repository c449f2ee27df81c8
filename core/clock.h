#pragma once

#include "core/ids.h"

#include <chrono>

namespace sotto {

/// Port to the time, so that tests can set it.
class Clock {
public:
    virtual ~Clock() = default;
    /// Monotonic; for durations.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const = 0;
};

class SteadyClock final : public Clock {
public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override {
        return std::chrono::steady_clock::now();
    }
};

} // namespace sotto
