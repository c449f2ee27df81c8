#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// A linear layer that can be stored in int8 instead of int4.
struct PrecisionChoice {
    double cost = 0;              ///< error of int4, in any unit
    std::int64_t extra_bytes = 0; ///< of int8
};

/// Which of them get int8: those whose gain per byte is a fifth above average, best first, within
/// `budget_bytes`. Shape of the result: as `choices`.
[[nodiscard]] std::vector<bool> choose_int8(std::span<const PrecisionChoice> choices,
                                            std::int64_t budget_bytes);

} // namespace sotto::inference
