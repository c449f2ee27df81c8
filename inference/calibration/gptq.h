#pragma once

#include "core/error.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto::inference {

/// The Hessian of the layer-wise error, without its factor of 2: H = Σ x xᵀ, the second moments of
/// the inputs of a linear layer over the tokens of a text. Columns are padded to whole blocks of
/// 32.
class Hessian {
public:
    /// `cols`: inputs of the layer.
    explicit Hessian(std::size_t cols);

    [[nodiscard]] std::size_t size() const { return size_; }
    /// Number of accumulated tokens.
    [[nodiscard]] std::size_t tokens() const { return tokens_; }

    /// Accumulates tokens. Shape of `inputs`: [rows, stride], stride at least size(), zeros beyond
    /// the columns.
    void add(const float* inputs, std::size_t rows, std::size_t stride, ThreadPool& pool);

    /// Divides by the mean of the diagonal and adds `weight` to the diagonal: for a matrix that is
    /// the embedding too, where every input counts alike.
    void blend_with_identity(float weight);

    /// Shape: [size, size]; the lower triangle is undefined.
    [[nodiscard]] std::vector<float>& values() { return values_; }
    /// e H eᵀ. Shape of `error`: [size].
    [[nodiscard]] double weighted_square(std::span<const float> error) const;

private:
    std::size_t size_;
    std::size_t tokens_ = 0;
    std::vector<float> values_;
};

/// Factorization of the Hessian for GPTQ: H = M D Mᵀ with M unit upper triangular and D diagonal.
/// If the weights w of a row are quantized to q one after the other, each from w_k + Σ_{j<k} (w_j −
/// q_j) M_jk, then the error is (w − q) H (w − q)ᵀ = Σ_k D_k (w′_k − q_k)², with w′_k the
/// compensated weight. (Source: Frantar et al. 2022, GPTQ; in this form Chee et al. 2023, QuIP.)
class GptqFactor {
public:
    /// Takes the memory of the Hessian. Damping: 0.0003 to 0.1 times the mean of the diagonal is
    /// added to it, more for fewer tokens per column, and 10 or 100 times as much where the matrix
    /// is not positive definite. Errors: cancelled, internal (infinite or NaN).
    [[nodiscard]] static Result<GptqFactor> create(Hessian hessian, ThreadPool& pool,
                                                   const std::stop_token& stop = {});

    [[nodiscard]] std::size_t size() const { return diagonal_.size(); }
    /// M, row-major [size, size]; only the part above the diagonal is defined.
    [[nodiscard]] const float* factor() const { return matrix_.data(); }
    /// D.
    [[nodiscard]] std::span<const float> diagonal() const { return diagonal_; }

private:
    GptqFactor(std::vector<float> matrix, std::vector<float> diagonal)
        : matrix_(std::move(matrix)), diagonal_(std::move(diagonal)) {}

    std::vector<float> matrix_;
    std::vector<float> diagonal_;
};

} // namespace sotto::inference
