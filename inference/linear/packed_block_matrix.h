#pragma once

#include "core/error.h"
#include "inference/kernels/block_kernels.h"
#include "inference/model/weights.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// Identifies the layout of the bytes that PackedBlockMatrix::pack writes, the same on every CPU.
[[nodiscard]] std::uint64_t block_layout();

/// Whether pack() takes a matrix: all but f32 and int4 with scales of rows.
[[nodiscard]] bool has_block_kernels(MatrixDtype dtype);

/// A matrix in the layout of block_kernels.h. Its parts, where it has several, may have different
/// formats. Does not own the packed bytes.
///
/// Q4_0 and our int4 become BlockFormat::int4, Q4_1 int4_min, Q4_K int4_superblock, Q5_1 and Q5_K
/// int8_min, and all others int8. Integers and f16 scales stay as they are. A product of two scales
/// (Q5_K, IQ4_XS) is rounded to f16. Q2_K, Q3_K and Q6_K, which have a scale for 16 inputs, are
/// rounded to 8 bits with a scale for 32.
class PackedBlockMatrix {
public:
    /// Size of a packed matrix: a multiple of 64, ideally placed at one.
    [[nodiscard]] static std::size_t packed_bytes(const WeightMatrix& matrix);

    /// Writes `matrix` to `packed`, which has packed_bytes() for it, on a few threads.
    /// Preconditions: has_block_kernels, has_consistent_sizes. Errors: corrupt_data (a scale that
    /// is not finite).
    static Status pack(const WeightMatrix& matrix, std::span<std::byte> packed);

    /// `packed`: written by pack() for this shape. Errors: corrupt_data (another shape or size).
    [[nodiscard]] static Result<PackedBlockMatrix> view(std::size_t rows, std::size_t cols,
                                                        std::span<const std::byte> packed);

    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t cols() const { return cols_; }
    [[nodiscard]] const std::vector<BlockPanels>& parts() const { return parts_; }

private:
    PackedBlockMatrix(std::size_t rows, std::size_t cols) : rows_(rows), cols_(cols) {}

    std::size_t rows_;
    std::size_t cols_;
    std::vector<BlockPanels> parts_;
};

/// A batch of activations as int8 with a scale for each block of 32 inputs of a token. The buffer
/// for the largest batch is allocated once.
class BlockActivations {
public:
    BlockActivations(std::size_t max_tokens, std::size_t max_width);
    BlockActivations(BlockActivations&&) noexcept = default; // a copy would point into the original
    BlockActivations& operator=(BlockActivations&&) noexcept = default;

    /// Quantizes `n_tokens` vectors of `width` elements (a multiple of 32), `stride` elements apart
    /// in `input`. Errors: internal (more than the buffer holds).
    Status quantize(const float* input, std::size_t n_tokens, std::size_t width, std::size_t stride,
                    ThreadPool& pool);

    [[nodiscard]] const BlockTiles& tiles() const { return tiles_; }

private:
    std::vector<std::byte> memory_;
    BlockTiles tiles_{};
};

/// y = W x for every token. Shape of `output`: [tokens, matrix.rows()]. A token's result has the
/// same bits whatever the other tokens and the number of threads. Errors: internal (`input` and
/// `matrix` have different widths).
Status multiply(const PackedBlockMatrix& matrix, const BlockActivations& input, float* output,
                ThreadPool& pool);

} // namespace sotto::inference
