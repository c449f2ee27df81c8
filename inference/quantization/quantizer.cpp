#include "inference/quantization/quantizer.h"

#include "inference/formats/float_formats.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace sotto::inference {

namespace {

/// One group of weights; the columns beyond the matrix are zeros.
using Group = std::array<float, kInt4BlockSize>;

constexpr int kMaxSteps = 8;                // of an int4 weight, in magnitude
constexpr float kSmallestScale = 0x1p-126F; // the smallest normal number, of bfloat16 too

/// Rounds half to even; |value| below 2^22. Plain arithmetic, so that loops over it vectorize.
float round_half_even(float value) {
    constexpr float kShift = 0x1.8p23F;
    return (value + kShift) - kShift;
}

float clamped(float value, float lowest, float highest) {
    const float raised = value > lowest ? value : lowest;
    return raised < highest ? raised : highest;
}

/// The integer steps a weight takes on a grid of this inverse scale.
float int4_steps(float weight, float inverse) {
    // The first clamp keeps round_half_even in its range whatever the scale.
    return clamped(round_half_even(clamped(weight * inverse, -16, 16)), -8, 7);
}

float abs_max(std::span<const float> weights) {
    float largest = 0;
    for (const float weight : weights) {
        largest = std::max(largest, std::abs(weight));
    }
    return largest;
}

/// The bfloat16 number nearest to `scale` that may serve as one.
float usable_scale(float scale) {
    return from_bf16_bits(bf16_bits(std::max(scale, kSmallestScale)));
}

float squared_error(const Group& group, float scale) {
    constexpr std::size_t kLanes = 8; // sums side by side, for vector registers
    const float inverse = 1 / scale;
    std::array<float, kLanes> sums{};
    for (std::size_t i = 0; i < group.size(); i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const float weight = group[i + lane];
            const float error = weight - int4_steps(weight, inverse) * scale;
            sums[lane] += error * error;
        }
    }
    float sum = 0;
    for (const float lane : sums) {
        sum += lane;
    }
    return sum;
}

/// The scale of smallest error among `scales`; the first one where none is better.
template <std::size_t N>
float best_of(const Group& group, const std::array<float, N>& scales) {
    float best = scales.front();
    float least = std::numeric_limits<float>::infinity();
    for (const float scale : scales) {
        const float error = squared_error(group, scale);
        if (error < least) {
            least = error;
            best = scale;
        }
    }
    return best;
}

float trained_scale(float largest) {
    return usable_scale(largest / 7.5F);
}

/// Tries scales that put the largest weight at 6.6 to 9 steps: below 7 nothing is clipped, above
/// that the few largest weights are clipped in favour of the many small ones. At 8 a negative
/// extreme is met exactly.
float least_error_scale(const Group& group, float largest) {
    constexpr std::size_t kCandidates = 25;
    std::array<float, kCandidates> scales{};
    for (std::size_t i = 0; i < kCandidates; ++i) {
        scales[i] = usable_scale(largest / (6.6F + 0.1F * static_cast<float>(i)));
    }
    return best_of(group, scales);
}

/// Whether every weight is a whole number of these steps from −8 to 7, but for `tolerance` steps.
bool is_on_grid(const Group& group, float scale, float tolerance) {
    float worst = 0;
    for (const float weight : group) {
        const float steps = clamped(weight / scale, -16, 16);
        worst = std::max(worst, std::abs(steps - clamped(round_half_even(steps), -8, 7)));
    }
    return worst <= tolerance;
}

/// The number of steps that the largest weight is on the grid where all of them lie; 0 = on none.
int steps_of_largest(const Group& group, float largest) {
    constexpr float kTolerance = 0.04F; // steps; bfloat16 rounding of 8 steps gives up to 0.03
    for (int steps = kMaxSteps; steps > 0; --steps) {
        const float scale = std::max(largest / static_cast<float>(steps), kSmallestScale);
        if (is_on_grid(group, scale, kTolerance)) {
            return steps;
        }
    }
    return 0;
}

float stored_scale(const Group& group, float largest) {
    const int steps = steps_of_largest(group, largest);
    if (steps == 0) {
        return trained_scale(largest);
    }
    // The largest weight was rounded when it was stored, so that the scale may be a neighbour.
    const float scale = usable_scale(largest / static_cast<float>(steps));
    const std::uint16_t bits = bf16_bits(scale);
    const float below = from_bf16_bits(static_cast<std::uint16_t>(bits - 1));
    const float above = from_bf16_bits(static_cast<std::uint16_t>(bits + 1));
    return best_of(group, std::array{scale, std::max(below, kSmallestScale), above});
}

float exact_scale(const Group& group, float largest) {
    constexpr float kTolerance = 0.001F; // steps: what is left of the scale's rounding
    for (int steps = kMaxSteps; steps > 0; --steps) {
        const float scale = largest / static_cast<float>(steps);
        if (is_on_grid(group, scale, kTolerance)) {
            return usable_scale(scale);
        }
    }
    return least_error_scale(group, largest);
}

float scale_of(const Group& group, Int4Rule rule) {
    const float largest = abs_max(group);
    if (largest == 0) {
        return kSmallestScale;
    }
    switch (rule) {
    case Int4Rule::trained_grid:
        return trained_scale(largest);
    case Int4Rule::stored_grid:
        return stored_scale(group, largest);
    case Int4Rule::exact_grid:
        return exact_scale(group, largest);
    case Int4Rule::least_error:
        break;
    }
    return least_error_scale(group, largest);
}

void pack(const Group& group, float scale, std::span<std::uint8_t> nibbles) {
    const float inverse = 1 / scale;
    for (std::size_t i = 0; i < nibbles.size(); ++i) {
        const auto even = static_cast<unsigned>(int4_steps(group[2 * i], inverse) + 8);
        const auto odd = static_cast<unsigned>(int4_steps(group[2 * i + 1], inverse) + 8);
        nibbles[i] = static_cast<std::uint8_t>(even | (odd << 4U));
    }
}

} // namespace

void quantize_int4(std::span<const float> row, Int4Rule rule, std::span<std::uint8_t> nibbles,
                   std::span<std::uint16_t> scales) {
    for (std::size_t i = 0; i < scales.size(); ++i) {
        Group group{};
        const auto columns = row.subspan(i * group.size());
        std::ranges::copy(columns.first(std::min(columns.size(), group.size())), group.begin());
        const float scale = scale_of(group, rule);
        scales[i] = bf16_bits(scale);
        pack(group, scale, nibbles.subspan(i * group.size() / 2, group.size() / 2));
    }
}

float quantize_int8(std::span<const float> row, std::span<std::int8_t> values) {
    const float scale = std::max(abs_max(row) / 127, kSmallestScale);
    const float inverse = 1 / scale;
    for (std::size_t i = 0; i < row.size(); ++i) {
        values[i] = static_cast<std::int8_t>(
            clamped(round_half_even(clamped(row[i] * inverse, -128, 128)), -127, 127));
    }
    return scale;
}

bool lies_on_int4_grid(std::span<const float> rows, std::size_t cols) {
    std::size_t n_blocks = 0;
    std::size_t n_on_grid = 0;
    for (std::size_t start = 0; start + cols <= rows.size(); start += cols) {
        for (std::size_t col = 0; col + kInt4BlockSize <= cols; col += kInt4BlockSize) {
            Group group{};
            std::ranges::copy(rows.subspan(start + col, group.size()), group.begin());
            const float largest = abs_max(group);
            if (largest > 0) {
                ++n_blocks;
                n_on_grid += steps_of_largest(group, largest) > 0 ? 1 : 0;
            }
        }
    }
    return n_blocks > 0 && n_on_grid * 100 >= n_blocks * 95;
}

} // namespace sotto::inference
