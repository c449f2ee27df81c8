#include "inference/quantization/quantizer.h"

#include "inference/formats/float_formats.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

namespace sotto::inference {

namespace {

/// One block of weights, padded with zeros.
using Block = std::array<float, kInt4BlockSize>;

constexpr int kMaxSteps = 8;           // largest magnitude of an int4 weight
constexpr float kMinScale = 0x1p-126F; // the smallest normal number, of bfloat16 too

/// Rounds half to even; |value| below 2^22. Plain arithmetic, so that loops vectorize.
float round_half_even(float value) {
    constexpr float kShift = 0x1.8p23F;
    return (value + kShift) - kShift;
}

float clamped(float value, float lowest, float highest) {
    const float raised = value > lowest ? value : lowest;
    return raised < highest ? raised : highest;
}

/// The integer of a weight on the grid with this inverse scale.
float int4_steps(float weight, float inverse) {
    // The first clamp keeps round_half_even in its range for any scale.
    return clamped(round_half_even(clamped(weight * inverse, -16, 16)), -8, 7);
}

float abs_max(std::span<const float> weights) {
    float largest = 0;
    for (const float weight : weights) {
        largest = std::max(largest, std::abs(weight));
    }
    return largest;
}

/// The bfloat16 number nearest to `scale` that is a valid scale.
float usable_scale(float scale) {
    return from_bf16_bits(bf16_bits(std::max(scale, kMinScale)));
}

float squared_error(const Block& block, float scale) {
    constexpr std::size_t kLanes = 8; // partial sums, for SIMD
    const float inverse = 1 / scale;
    std::array<float, kLanes> sums{};
    for (std::size_t i = 0; i < block.size(); i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const float weight = block[i + lane];
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

/// The scale with the smallest error; the first one of equals.
template <std::size_t N>
float best_of(const Block& block, const std::array<float, N>& scales) {
    float best = scales.front();
    float least = std::numeric_limits<float>::infinity();
    for (const float scale : scales) {
        const float error = squared_error(block, scale);
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

/// Tries scales for which the absmax is 6.6 to 9 steps: below 7 nothing is clipped, above that the
/// few largest weights are clipped in favour of the many small ones. At 8 a negative absmax is
/// exact.
float least_error_scale(const Block& block, float largest) {
    constexpr std::size_t kCandidates = 25;
    std::array<float, kCandidates> scales{};
    for (std::size_t i = 0; i < kCandidates; ++i) {
        scales[i] = usable_scale(largest / (6.6F + 0.1F * static_cast<float>(i)));
    }
    return best_of(block, scales);
}

/// Whether every weight is an integer of −8 to 7 steps, within `tolerance` steps.
bool is_on_grid(const Block& block, float scale, float tolerance) {
    float worst = 0;
    for (const float weight : block) {
        const float steps = clamped(weight / scale, -16, 16);
        worst = std::max(worst, std::abs(steps - clamped(round_half_even(steps), -8, 7)));
    }
    return worst <= tolerance;
}

/// The number of steps of the absmax on the grid of all weights; 0 = there is none.
int steps_of_largest(const Block& block, float largest) {
    constexpr float kTolerance = 0.04F; // steps; bfloat16 rounding of 8 steps gives up to 0.03
    for (int steps = kMaxSteps; steps > 0; --steps) {
        const float scale = std::max(largest / static_cast<float>(steps), kMinScale);
        if (is_on_grid(block, scale, kTolerance)) {
            return steps;
        }
    }
    return 0;
}

float stored_scale(const Block& block, float largest) {
    const int steps = steps_of_largest(block, largest);
    if (steps == 0) {
        return trained_scale(largest);
    }
    // The absmax was rounded when it was stored, so that the scale may be a neighbour.
    const float scale = usable_scale(largest / static_cast<float>(steps));
    const std::uint16_t bits = bf16_bits(scale);
    const float below = from_bf16_bits(static_cast<std::uint16_t>(bits - 1));
    const float above = from_bf16_bits(static_cast<std::uint16_t>(bits + 1));
    return best_of(block, std::array{scale, std::max(below, kMinScale), above});
}

float exact_scale(const Block& block, float largest) {
    constexpr float kTolerance = 0.001F; // steps: from the rounding of the scale
    for (int steps = kMaxSteps; steps > 0; --steps) {
        const float scale = largest / static_cast<float>(steps);
        if (is_on_grid(block, scale, kTolerance)) {
            return usable_scale(scale);
        }
    }
    return least_error_scale(block, largest);
}

float scale_of(const Block& block, Int4ScaleRule rule) {
    const float largest = abs_max(block);
    if (largest == 0) {
        return kMinScale;
    }
    switch (rule) {
    case Int4ScaleRule::qat_grid:
        return trained_scale(largest);
    case Int4ScaleRule::stored_grid:
        return stored_scale(block, largest);
    case Int4ScaleRule::exact_grid:
        return exact_scale(block, largest);
    case Int4ScaleRule::min_mse:
        break;
    }
    return least_error_scale(block, largest);
}

void pack(const Block& block, float scale, std::span<std::uint8_t> nibbles) {
    const float inverse = 1 / scale;
    for (std::size_t i = 0; i < nibbles.size(); ++i) {
        const auto even = static_cast<unsigned>(int4_steps(block[2 * i], inverse) + 8);
        const auto odd = static_cast<unsigned>(int4_steps(block[2 * i + 1], inverse) + 8);
        nibbles[i] = static_cast<std::uint8_t>(even | (odd << 4U));
    }
}

} // namespace

void quantize_int4(std::span<const float> row, Int4ScaleRule rule, std::span<std::uint8_t> nibbles,
                   std::span<std::uint16_t> scales) {
    for (std::size_t i = 0; i < scales.size(); ++i) {
        Block block{};
        const auto columns = row.subspan(i * block.size());
        std::ranges::copy(columns.first(std::min(columns.size(), block.size())), block.begin());
        const float scale = scale_of(block, rule);
        scales[i] = bf16_bits(scale);
        pack(block, scale, nibbles.subspan(i * block.size() / 2, block.size() / 2));
    }
}

float quantize_int8(std::span<const float> row, std::span<std::int8_t> values) {
    const float scale = std::max(abs_max(row) / 127, kMinScale);
    const float inverse = 1 / scale;
    for (std::size_t i = 0; i < row.size(); ++i) {
        values[i] = static_cast<std::int8_t>(
            clamped(round_half_even(clamped(row[i] * inverse, -128, 128)), -127, 127));
    }
    return scale;
}

void quantize_q8_0(std::span<const float> row, std::span<std::byte> blocks) {
    constexpr std::size_t kBlockBytes = sizeof(std::uint16_t) + kInt4BlockSize;
    for (std::size_t at = 0; at < row.size(); at += kInt4BlockSize) {
        const auto weights = row.subspan(at, std::min(row.size() - at, kInt4BlockSize));
        const auto block = blocks.subspan(at / kInt4BlockSize * kBlockBytes, kBlockBytes);
        const std::uint16_t bits = f16_bits(abs_max(weights) / 127);
        std::memcpy(block.data(), &bits, sizeof bits);
        float scale = 0;
        floats_from_f16(block.first(sizeof bits), std::span(&scale, 1));
        const float inverse = scale > 0 ? 1 / scale : 0;
        for (std::size_t i = 0; i < kInt4BlockSize; ++i) {
            const float weight = i < weights.size() ? weights[i] : 0;
            block[sizeof bits + i] = static_cast<std::byte>(static_cast<std::int8_t>(
                clamped(round_half_even(clamped(weight * inverse, -128, 128)), -127, 127)));
        }
    }
}

bool lies_on_int4_grid(std::span<const float> rows, std::size_t cols) {
    std::size_t n_blocks = 0;
    std::size_t n_on_grid = 0;
    for (std::size_t start = 0; start + cols <= rows.size(); start += cols) {
        for (std::size_t col = 0; col + kInt4BlockSize <= cols; col += kInt4BlockSize) {
            Block block{};
            std::ranges::copy(rows.subspan(start + col, block.size()), block.begin());
            const float largest = abs_max(block);
            if (largest > 0) {
                ++n_blocks;
                n_on_grid += steps_of_largest(block, largest) > 0 ? 1 : 0;
            }
        }
    }
    return n_blocks > 0 && n_on_grid * 100 >= n_blocks * 95;
}

} // namespace sotto::inference
