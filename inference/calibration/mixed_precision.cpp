#include "inference/calibration/mixed_precision.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace sotto::inference {

std::vector<bool> choose_int8(std::span<const PrecisionChoice> choices, std::int64_t budget_bytes) {
    constexpr double kTimesAverage = 1.2;
    double all_costs = 0;
    double all_bytes = 0;
    for (const PrecisionChoice& choice : choices) {
        all_costs += choice.cost;
        all_bytes += static_cast<double>(choice.extra_bytes);
    }
    const auto worth = [&](std::size_t i) {
        return choices[i].cost /
               static_cast<double>(std::max<std::int64_t>(choices[i].extra_bytes, 1));
    };
    std::vector<std::size_t> order(choices.size());
    std::ranges::iota(order, std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{}, worth);
    std::vector<bool> is_chosen(choices.size(), false);
    for (const std::size_t i : order) {
        const bool is_worth_it = worth(i) * all_bytes >= kTimesAverage * all_costs;
        if (is_worth_it && choices[i].cost > 0 && choices[i].extra_bytes <= budget_bytes) {
            is_chosen[i] = true;
            budget_bytes -= choices[i].extra_bytes;
        }
    }
    return is_chosen;
}

} // namespace sotto::inference
