#pragma once

#include "inference/model/weights.h"

#include <cstddef>

namespace sotto::inference {

/// Rows of weights that are rounded side by side, one a lane; a multiple of every vector's lanes.
inline constexpr std::size_t kStripRows = 64;

/// One group of columns of a strip of rows. Shape of the matrices: [32, 64], a column's rows side
/// by side.
struct BlockOfStrip {
    const float* weights = nullptr;  ///< as they were
    const float* adjusted = nullptr; ///< with what makes up for the columns before the group
    const float* feedback = nullptr; ///< M of these columns: its rows `gptq_stride` apart
    std::size_t gptq_stride = 0;
    const float* diagonal = nullptr; ///< [32] D
    float* scales = nullptr;         ///< [64] out: bfloat16 numbers
    float* steps = nullptr;          ///< out: whole numbers, −8 … 7
    float* errors = nullptr;         ///< out: weights − steps · scales
};

/// Finds for each row the scale among a range of them that leaves the smallest weighted error when
/// every column makes up for those before it (see Gptq), and rounds with it. Runs on: any
/// thread, without memory of its own.
void round_block(const BlockOfStrip& group);

} // namespace sotto::inference
