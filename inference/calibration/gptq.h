#pragma once

#include "core/error.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto::inference {

/// Second moments of the inputs of a linear layer, Σ x xᵀ over the tokens of a text. Columns are
/// padded to whole groups of int4 weights.
class InputMoments {
public:
    /// `cols`: inputs of the layer.
    explicit InputMoments(std::size_t cols);

    [[nodiscard]] std::size_t size() const { return size_; }
    /// Tokens that were counted in.
    [[nodiscard]] std::size_t tokens() const { return tokens_; }

    /// Counts tokens in. Shape of `inputs`: [rows, stride], stride at least size(), zeros beyond
    /// the columns.
    void add(const float* inputs, std::size_t rows, std::size_t stride, ThreadPool& pool);

    /// Divides by the mean of the diagonal and adds `weight` to it: what matters to the layer
    /// itself is mixed with what matters to every input alike.
    void mix_with_identity(float weight);

    /// Shape: [size, size]; the lower triangle means nothing.
    [[nodiscard]] std::vector<float>& values() { return values_; }
    /// e H eᵀ. Shape of `error`: [size].
    [[nodiscard]] double weighted_square(std::span<const float> error) const;

private:
    std::size_t size_;
    std::size_t tokens_ = 0;
    std::vector<float> values_;
};

/// How the rounding error of a weight is made up for by the weights after it: the moments as
/// H = M D Mᵀ with M upper triangular, its diagonal 1, and D diagonal. When the weights w of a row
/// become q, one after the other, and each is rounded from w_k + Σ_{j<k} (w_j − q_j) M_jk, then the
/// error is (w − q) H (w − q)ᵀ = Σ_k D_k (what was rounded − q_k)². (Source: Frantar et al. 2022,
/// GPTQ; in this form Chee et al. 2023, QuIP.)
class Gptq {
public:
    /// Takes the moments' memory. Of the mean of the diagonal, 0.0003 to a tenth is
    /// added to it, the more the fewer tokens there are for a column, and more yet where the matrix
    /// is not positive definite otherwise. Errors: cancelled, internal (moments that are no
    /// numbers).
    [[nodiscard]] static Result<Gptq> create(InputMoments moments, ThreadPool& pool,
                                             const std::stop_token& stop = {});

    [[nodiscard]] std::size_t size() const { return diagonal_.size(); }
    /// M, row by row [size, size]; only what is above the diagonal means anything.
    [[nodiscard]] const float* feedback() const { return matrix_.data(); }
    /// D.
    [[nodiscard]] std::span<const float> diagonal() const { return diagonal_; }

private:
    Gptq(std::vector<float> matrix, std::vector<float> diagonal)
        : matrix_(std::move(matrix)), diagonal_(std::move(diagonal)) {}

    std::vector<float> matrix_;
    std::vector<float> diagonal_;
};

} // namespace sotto::inference
