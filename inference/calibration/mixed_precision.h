#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// Something that can be stored in int8 instead of int4.
struct PrecisionChoice {
    double cost = 0;              ///< what int4 costs it, in any unit
    std::int64_t extra_bytes = 0; ///< what int8 costs
};

/// Which of them are worth int8: those where a byte buys a fifth more than on average, the best
/// first, as long as they fit into `budget_bytes` together. Shape of the result: as `choices`.
[[nodiscard]] std::vector<bool> choose_int8(std::span<const PrecisionChoice> choices,
                                            std::int64_t budget_bytes);

} // namespace sotto::inference
