#pragma once

#include "inference/formats/ggml_blocks.h"
#include "inference/kernels/block_kernels.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace sotto::inference {

/// A run of rows of one stored type, and how they are packed.
struct PackedPart {
    std::size_t rows = 0;
    BlockFormat format = BlockFormat::int8;
};

/// The parts of a matrix that has_block_kernels, in order.
[[nodiscard]] std::vector<PackedPart> packed_parts(const WeightMatrix& matrix);

/// One row as integers. `superblocks` is filled for BlockFormat::int4_superblock alone.
struct IntegerRow {
    std::vector<IntegerBlock> blocks;
    std::vector<SuperblockScales> superblocks;
};

/// Reads a row of a matrix that has_block_kernels into `out`, whose memory is reused. Values of
/// int4 formats with a minimum are 0 … 15, without one −8 … 7. Where the format has scales of f16,
/// the integers are those for the rounded scale.
void read_integer_row(const WeightMatrix& matrix, std::size_t row, IntegerRow& out);

} // namespace sotto::inference
