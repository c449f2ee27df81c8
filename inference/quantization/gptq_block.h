#pragma once

#include "inference/model/weights.h"

#include <cstddef>

namespace sotto::inference {

/// Rows that are quantized together, one per SIMD lane; a multiple of every lane count.
inline constexpr std::size_t kGptqTileRows = 64;

/// One block of 32 columns of a tile of 64 rows. Shape of the matrices: [32, 64], the rows of a
/// column contiguous.
struct GptqBlock {
    const float* weights = nullptr;  ///< the original weights
    const float* adjusted = nullptr; ///< with the errors of earlier columns compensated
    const float* factor = nullptr;   ///< M of these columns, its rows `factor_stride` apart
    std::size_t factor_stride = 0;
    const float* diagonal = nullptr; ///< [32] D
    float* scales = nullptr;         ///< [64] out: bfloat16 values
    float* steps = nullptr;          ///< out: integers, −8 … 7
    float* errors = nullptr;         ///< out: weights − steps · scales
};

/// For each row, tries a range of scales, quantizes the columns one after the other with error
/// compensation (see GptqFactor), and keeps the scale with the smallest weighted error. Runs on:
/// any thread; allocates nothing.
void quantize_gptq_block(const GptqBlock& block);

} // namespace sotto::inference
