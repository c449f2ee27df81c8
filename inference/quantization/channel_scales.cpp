#include "inference/quantization/channel_scales.h"

#include "inference/files/quoted_name.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <format>

namespace sotto::inference {

namespace {

constexpr float kLowest = -8;
constexpr float kHighest = 7;
constexpr std::uint8_t kZeroNibble = 8;

std::uint8_t nibble_of(float weight, float scale) {
    const float steps = std::clamp(std::nearbyint(weight / scale), kLowest, kHighest);
    return static_cast<std::uint8_t>(static_cast<int>(steps) + kZeroNibble);
}

} // namespace

void quantize_int4_row(std::span<const float> row, float scale, std::span<std::uint8_t> nibbles) {
    for (std::size_t i = 0; i < nibbles.size(); ++i) {
        const auto at = [&](std::size_t col) {
            return col < row.size() ? nibble_of(row[col], scale) : kZeroNibble;
        };
        nibbles[i] = static_cast<std::uint8_t>(at(2 * i) | at(2 * i + 1) << 4U);
    }
}

Status check_channel_scales(std::string_view name, std::span<const float> rows,
                            std::span<const float> scales) {
    if (!std::ranges::all_of(scales,
                             [](float scale) { return scale > 0 && std::isnormal(scale); })) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The learned scales of {} are not all positive numbers.",
                                quoted_name(name)));
    }
    const std::size_t cols = scales.empty() ? 0 : rows.size() / scales.size();
    std::size_t n_beyond = 0;
    std::size_t n_zero = 0;
    std::size_t n_weights = 0;
    for (std::size_t row = 0; row < scales.size(); ++row) {
        for (const float weight : rows.subspan(row * cols, cols)) {
            const float steps = weight / scales[row];
            n_beyond += steps < kLowest - 1 || steps > kHighest + 1 ? 1 : 0;
            n_zero += weight != 0 && std::abs(steps) < 0.5F ? 1 : 0;
            n_weights += weight != 0 ? 1 : 0;
        }
    }
    // Learned ranges clip few of the largest weights, and round the middle of a normal distribution
    // to 0.
    if (n_beyond * 10 > n_weights || n_zero * 10 > n_weights * 9) {
        return fail(ErrorCode::unsupported,
                    std::format("The learned scales of {} do not fit its weights: they are of "
                                "another grid than int4 by rows.",
                                quoted_name(name)));
    }
    return {};
}

} // namespace sotto::inference
