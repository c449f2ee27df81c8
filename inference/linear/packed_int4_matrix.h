#pragma once

#include "core/error.h"
#include "inference/kernels/int4_kernels.h"
#include "inference/model/weights.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// Changes whenever the meaning of the bytes that PackedInt4Matrix::pack writes changes.
inline constexpr std::uint32_t kInt4LayoutVersion = 1;

/// Identifies the layout together with this CPU's instruction set: with other instructions the
/// kernel selection (int4_kernel_selection.h) may come out differently.
[[nodiscard]] std::uint64_t int4_layout();

/// An int4 matrix in the layout of our own kernels (int4_kernels.h), which is the same on every
/// CPU. Does not own the packed bytes.
class PackedInt4Matrix {
public:
    /// Size of a packed matrix: a multiple of 64, ideally placed at one.
    [[nodiscard]] static std::size_t packed_bytes(std::size_t rows, std::size_t cols);

    /// Writes `matrix` to `packed`, which has packed_bytes() for its shape and is 4-byte aligned.
    /// Errors: corrupt_data (a scale that is not a positive normal number).
    static Status pack(const Int4Matrix& matrix, std::span<std::byte> packed);

    /// `packed`: written by pack() for this shape. Errors: corrupt_data (wrong size).
    [[nodiscard]] static Result<PackedInt4Matrix> view(std::size_t rows, std::size_t cols,
                                                       std::span<const std::byte> packed);

    [[nodiscard]] std::size_t rows() const { return panels_.outputs; }
    [[nodiscard]] std::size_t cols() const { return cols_; }
    [[nodiscard]] const WeightPanels& panels() const { return panels_; }

private:
    PackedInt4Matrix(WeightPanels panels, std::size_t cols) : panels_(panels), cols_(cols) {}

    WeightPanels panels_;
    std::size_t cols_;
};

/// A batch of activations as int8 with a scale and zero point per token, in the layout that our
/// kernels read. The buffer for the largest batch is allocated once.
class Int4Activations {
public:
    Int4Activations(std::size_t max_tokens, std::size_t max_width);
    Int4Activations(Int4Activations&&) noexcept = default; // a copy would point into the original
    Int4Activations& operator=(Int4Activations&&) noexcept = default;

    /// Quantizes `n_tokens` vectors of `width` elements (a multiple of 32), `stride` elements apart
    /// in `input`. Errors: internal (more than the buffer holds).
    Status quantize(const float* input, std::size_t n_tokens, std::size_t width, std::size_t stride,
                    ThreadPool& pool);

    [[nodiscard]] const TokenTiles& tiles() const { return tiles_; }

private:
    std::vector<std::byte> tiles_memory_;
    std::vector<float> scales_;
    std::vector<float> minus_zero_points_;
    TokenTiles tiles_{};
};

/// y = W x for every token. Shape of `output`: [tokens, matrix.rows()]. A token's result has the
/// same bits whatever the other tokens and the number of threads. Errors: internal (`input` and
/// `matrix` have different widths).
Status multiply(const PackedInt4Matrix& matrix, const Int4Activations& input, float* output,
                ThreadPool& pool);

} // namespace sotto::inference
