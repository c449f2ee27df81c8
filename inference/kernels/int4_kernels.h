#pragma once

#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>

// Products of int4 weights with int8 activations, with the instructions found at run time. Integer
// sums are exact, and so is their product with a bfloat16 scale, so that every instruction set,
// tile and number of threads gives the same bits.
namespace sotto::inference {

/// Outputs (rows of the matrix) that lie interleaved in one strip.
inline constexpr std::size_t kStripOutputs = 16;
/// Bytes of the f32 sums of the 16 outputs' weights, with which a strip begins.
inline constexpr std::size_t kStripSumsBytes = kStripOutputs * sizeof(float);
/// Bytes of 32 columns × 16 outputs: for every 8 columns 64 bytes, of which output n has 4; byte i
/// of them holds column i in its low nibble and column i + 4 in its high one.
inline constexpr std::size_t kStripBlockBytes = 256;
/// Bytes of 64 columns: two blocks, then for each output one 32-bit word with the bfloat16 scale of
/// the first block in its low half and that of the second in its high half.
inline constexpr std::size_t kStripPairBytes =
    2 * kStripBlockBytes + kStripOutputs * sizeof(std::uint32_t);

/// Rows of activations that lie interleaved in one group; a single row lies by itself.
inline constexpr std::size_t kGroupRows = 4;
/// Bytes of 32 columns of a group of `group_rows` (1 or 4) rows: for every 4 columns 4 bytes of
/// each row, then for each row the int32 −8 · sum of its 32 values.
[[nodiscard]] constexpr std::size_t block_group_bytes(std::size_t group_rows) {
    return group_rows * (kInt4BlockSize + sizeof(std::int32_t));
}

/// int8 activations: x ≈ (value + minus_zero_point) · scale, by row.
struct Int4Rows {
    std::byte* groups;        ///< [groups, 2 · pairs, block_group_bytes]
    float* scales;            ///< [groups · group_rows]
    float* minus_zero_points; ///< [groups · group_rows]
    std::size_t rows;
    std::size_t pairs; ///< of blocks of 32 columns

    [[nodiscard]] std::size_t group_rows() const { return rows == 1 ? 1 : kGroupRows; }
    [[nodiscard]] std::size_t n_blocks_total() const {
        return (rows + group_rows() - 1) / group_rows();
    }
    [[nodiscard]] std::size_t block_bytes() const {
        return 2 * pairs * block_group_bytes(group_rows());
    }
};

/// Weights as packed: [strips, sums and pairs].
struct Int4Strips {
    const std::byte* strips;
    std::size_t outputs;
    std::size_t pairs;

    [[nodiscard]] std::size_t strip_bytes() const {
        return kStripSumsBytes + pairs * kStripPairBytes;
    }
};

/// The name of the instructions that the kernels use.
[[nodiscard]] const char* instruction_set();

/// Quantizes the rows of one group: 255 steps from the least to the greatest of a row's values and
/// zero. Rows lie `stride` apart in `input` and are `width`, a multiple of 32, wide.
void quantize_block(const float* input, std::size_t stride, std::size_t width, std::size_t group,
                    const Int4Rows& rows);

/// Writes the outputs of the strips `first` up to `end`, a row's `weights.outputs` apart.
/// out[row, n] = scale · (Σ_block weight scale · Σ(nibble − 8) · value + minus_zero_point · sum).
void multiply_strips(const Int4Strips& weights, std::size_t first, std::size_t end,
                     const Int4Rows& rows, float* out);

} // namespace sotto::inference
