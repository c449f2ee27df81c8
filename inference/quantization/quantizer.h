#pragma once

#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace sotto::inference {

/// How the scale of a group of int4 weights is chosen.
enum class Int4Rule {
    /// The scale with the smallest squared error among a range of them: for weights that were not
    /// trained for int4.
    least_error,
    /// bf16(largest / 7.5), half to even: the grid for which weights were trained by
    /// quantization-aware training with symmetric groups of 32 (Source: models.md 2.4).
    trained_grid,
    /// The weights already lie on a grid, their largest being 1 to 8 steps, within what bfloat16
    /// rounds: keep the integers.
    stored_grid,
    /// The weights of a group are whole multiples of some step, as in the blocks of a Q4_0 file:
    /// keep the integers where they are −8 … 7. Such a file's blocks may also reach from −7 to 8,
    /// which this form cannot say; those get the scale of least error.
    exact_grid,
};

/// Columns rounded up to whole groups.
[[nodiscard]] constexpr std::size_t padded_to_blocks(std::size_t cols) {
    return (cols + kInt4BlockSize - 1) / kInt4BlockSize * kInt4BlockSize;
}

/// Quantizes one row of finite weights to int4 (see Int4Matrix). Shape: `nibbles`
/// [padded_to_blocks(cols) / 2], `scales` [padded_to_blocks(cols) / 32].
void quantize_int4(std::span<const float> row, Int4Rule rule, std::span<std::uint8_t> nibbles,
                   std::span<std::uint16_t> scales);

/// Quantizes one row of finite weights to int8, −127 … 127, and returns the scale: largest / 127.
[[nodiscard]] float quantize_int8(std::span<const float> row, std::span<std::int8_t> values);

/// Whether nearly all groups of these rows [rows, cols] lie on an int4 grid already.
[[nodiscard]] bool lies_on_int4_grid(std::span<const float> rows, std::size_t cols);

} // namespace sotto::inference
