#pragma once

#include "core/error.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace sotto::inference {

/// Quantizes one row of finite weights to int4 with a given scale for the row: −8 … 7 steps, half
/// to even (see Int4ChannelMatrix). Shape: `nibbles` [padded_to_blocks(cols) / 2]. Source:
/// models.md 2.4, the checkpoint for accelerators.
void quantize_int4_row(std::span<const float> row, float scale, std::span<std::uint8_t> nibbles);

/// Whether learned scales match the rows they came with: positive normal numbers that clip few
/// weights and do not round nearly all weights to zero. `rows`: the first rows of the matrix
/// `name`, one for each of `scales`. Errors: corrupt_data (invalid scales), unsupported (another
/// grid).
[[nodiscard]] Status check_channel_scales(std::string_view name, std::span<const float> rows,
                                          std::span<const float> scales);

} // namespace sotto::inference
