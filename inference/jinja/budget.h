#pragma once

#include "core/error.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stop_token>

namespace sotto::inference::jinja {

/// What the rendering of a template may use.
struct RenderLimits {
    std::int64_t steps = 200'000;                 ///< expressions, statements and elements
    std::int64_t steps_per_value = 2'000;         ///< more, for each value in the variables
    std::int64_t bytes = std::int64_t{16} << 20U; ///< of all texts that are made or looked through
    std::int64_t bytes_per_content_byte = 32;     ///< more, for each byte of the variables
};

/// Deepest nesting of what is being computed, calls of macros included.
inline constexpr std::size_t kMaxEvaluationDepth = 192;

/// Counts what a rendering uses. Errors: unsupported (too much), cancelled.
class Budget {
public:
    Budget(std::int64_t steps, std::int64_t bytes, std::stop_token stop)
        : steps_(steps), bytes_(bytes), stop_(std::move(stop)) {}

    Status spend_steps(std::size_t steps) {
        steps_ -= static_cast<std::int64_t>(steps);
        if (steps_ < 0) {
            return fail(ErrorCode::unsupported, "The chat template computes too long.");
        }
        return stop_.stop_requested() ? Status(fail(ErrorCode::cancelled, "stopped")) : Status();
    }

    Status spend_bytes(std::size_t bytes) {
        bytes_ -= static_cast<std::int64_t>(bytes);
        return bytes_ < 0
                   ? Status(fail(ErrorCode::unsupported, "The chat template writes too much text."))
                   : Status();
    }

private:
    std::int64_t steps_;
    std::int64_t bytes_;
    std::stop_token stop_;
};

} // namespace sotto::inference::jinja
