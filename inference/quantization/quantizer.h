#pragma once

#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace sotto::inference {

/// How the scale of a block of int4 weights is chosen.
enum class Int4ScaleRule {
    /// The scale with the smallest squared error among several candidates: for weights that were
    /// not trained for int4.
    min_mse,
    /// bf16(absmax / 7.5), half to even: the grid of quantization-aware training with symmetric
    /// blocks of 32 (Source: models.md 2.4).
    qat_grid,
    /// The weights are on a grid already, with an absmax of 1 to 8 steps, up to the rounding to
    /// bfloat16: keep the integers.
    stored_grid,
    /// The weights of a block are integer multiples of some step, as in Q4_0: keep the integers if
    /// they are −8 … 7. Q4_0 blocks with a negative scale reach from −7 to 8, which int4 cannot
    /// represent; those get the scale of min_mse.
    exact_grid,
};

/// Columns rounded up to whole blocks.
[[nodiscard]] constexpr std::size_t padded_to_blocks(std::size_t cols) {
    return (cols + kInt4BlockSize - 1) / kInt4BlockSize * kInt4BlockSize;
}

/// Quantizes one row of finite weights to int4 (see Int4Matrix). Shape: `nibbles`
/// [padded_to_blocks(cols) / 2], `scales` [padded_to_blocks(cols) / 32].
void quantize_int4(std::span<const float> row, Int4ScaleRule rule, std::span<std::uint8_t> nibbles,
                   std::span<std::uint16_t> scales);

/// Quantizes one row of finite weights to int8, −127 … 127, and returns the scale, absmax / 127.
[[nodiscard]] float quantize_int8(std::span<const float> row, std::span<std::int8_t> values);

/// Quantizes one row of finite weights to Q8_0 blocks: 32 int8 values and the f16 number nearest to
/// their absmax / 127. Shape of `blocks`: [padded_row_bytes(q8_0, columns)]; what the row lacks is
/// padded with zeros.
void quantize_q8_0(std::span<const float> row, std::span<std::byte> blocks);

/// Whether nearly all blocks of these rows [rows, cols] are on an int4 grid already.
[[nodiscard]] bool lies_on_int4_grid(std::span<const float> rows, std::size_t cols);

} // namespace sotto::inference
