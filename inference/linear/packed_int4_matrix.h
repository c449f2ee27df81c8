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

/// Changes whenever the bytes that PackedInt4Matrix::pack writes change their meaning.
inline constexpr std::uint32_t kInt4LayoutVersion = 1;

/// A number for the layout and the instructions that this processor multiplies it with: who wins
/// the contest with XNNPACK (int4_choice.h) is another question where they are others.
[[nodiscard]] std::uint64_t int4_layout();

/// An int4 matrix in the layout of our own kernels (int4_kernels.h), which is the same on every
/// processor. Refers to the packed bytes, which someone else keeps.
class PackedInt4Matrix {
public:
    /// Bytes of a packed matrix; a multiple of 64, and best placed at one.
    [[nodiscard]] static std::size_t packed_bytes(std::size_t rows, std::size_t cols);

    /// Writes `matrix` to `packed`, which has packed_bytes() of its shape and lies at a multiple of
    /// 4. Errors: corrupt_data (a scale that is not a positive normal number).
    static Status pack(const Int4Matrix& matrix, std::span<std::byte> packed);

    /// `packed`: what pack() wrote for this shape, unchanged. Errors: corrupt_data (another size).
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

/// Rows of activations as int8, each with its own scale and zero point, as the kernels read them.
/// Memory for the largest batch is taken once.
class Int4Activations {
public:
    Int4Activations(std::size_t max_tokens, std::size_t max_width);
    Int4Activations(Int4Activations&&) noexcept = default; // a copy would refer to the original
    Int4Activations& operator=(Int4Activations&&) noexcept = default;

    /// Quantizes `rows` rows, `width` (a multiple of 32) wide, that lie `stride` apart in `input`.
    /// Errors: internal (more than there is memory for).
    Status quantize(const float* input, std::size_t n_tokens, std::size_t width, std::size_t stride,
                    ThreadPool& pool);

    [[nodiscard]] const TokenTiles& tiles() const { return tiles_; }

private:
    std::vector<std::byte> tiles_memory_;
    std::vector<float> scales_;
    std::vector<float> minus_zero_points_;
    TokenTiles tiles_{};
};

/// Writes y = W x for every row x. Shape of `output`: [rows, matrix.rows()]. A row's result is the
/// same bits whatever the other rows and the number of threads. Errors: internal (`input` has
/// another width than `matrix`).
Status multiply(const PackedInt4Matrix& matrix, const Int4Activations& input, float* output,
                ThreadPool& pool);

} // namespace sotto::inference
