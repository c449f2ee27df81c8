#pragma once

#include "core/clock.h"

namespace sotto::test {

/// A clock that only a test advances.
class ManualClock final : public Clock {
public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return now_; }
    void advance(std::chrono::milliseconds duration) { now_ += duration; }

private:
    std::chrono::steady_clock::time_point now_;
};

} // namespace sotto::test
