#include "inference/calibration/gptq.h"

#include "inference/calibration/sgemm.h"
#include "inference/quantization/quantizer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kStripe = 128; // columns per task
// Damping as a fraction of the mean of the diagonal: the fewer tokens per column, the less the
// Hessian represents other texts.
constexpr double kNoiseShare = 0.03; // times columns per token
constexpr double kMinDamping = 0.0003;
constexpr double kMaxDamping = 0.1;
constexpr std::size_t kBlock = 64; // columns per block of the factorization

double mean_of(std::span<const float> numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), 0.0) /
           static_cast<double>(numbers.size());
}

std::vector<float> diagonal_of(const std::vector<float>& matrix, std::size_t size) {
    std::vector<float> diagonal(size);
    for (std::size_t i = 0; i < size; ++i) {
        diagonal[i] = matrix[i * size + i];
    }
    return diagonal;
}

// Blocked Cholesky factorization H = V Vᵀ in place, V upper triangular, from the last columns to
// the first. The lower triangle is left alone.
class Factorization {
public:
    Factorization(float* matrix, std::size_t size, ThreadPool& pool)
        : matrix_(matrix), size_(size), pool_(pool) {}

    // Returns whether the matrix is positive definite.
    bool run(const std::stop_token& stop) {
        for (std::size_t end = size_; end > 0 && !stop.stop_requested();) {
            const std::size_t begin = (end - 1) / kBlock * kBlock;
            pool_.adapt();
            if (!factor_block(begin, end)) {
                return false;
            }
            pool_.parallel_for((begin + kBlock - 1) / kBlock,
                               [&](std::size_t i) { solve_rows(i * kBlock, begin, end); });
            pool_.parallel_for((begin + kStripe - 1) / kStripe, [&](std::size_t i) {
                subtract(i * kStripe, std::min(begin, (i + 1) * kStripe), begin, end);
            });
            end = begin;
        }
        return true;
    }

private:
    float& at(std::size_t row, std::size_t col) { return matrix_[row * size_ + col]; }

    // H_ij minus the products of the columns after j in the block. Several partial sums, for
    // instruction-level parallelism.
    double rest(std::size_t i, std::size_t j, std::size_t end) {
        constexpr std::size_t kSums = 4;
        const float* const a = matrix_ + i * size_;
        const float* const b = matrix_ + j * size_;
        std::array<double, kSums> sums{};
        std::size_t l = j + 1;
        for (; l + kSums <= end; l += kSums) {
            for (std::size_t k = 0; k < kSums; ++k) {
                sums.at(k) += static_cast<double>(a[l + k]) * static_cast<double>(b[l + k]);
            }
        }
        for (; l < end; ++l) {
            sums.front() += static_cast<double>(a[l]) * static_cast<double>(b[l]);
        }
        return at(i, j) - std::accumulate(sums.begin(), sums.end(), 0.0);
    }

    bool factor_block(std::size_t begin, std::size_t end) {
        for (std::size_t j = end; j-- > begin;) {
            const double square = rest(j, j, end);
            if (!(square > 0) || !std::isfinite(square)) {
                return false;
            }
            const double root = std::sqrt(square);
            at(j, j) = static_cast<float>(root);
            for (std::size_t i = begin; i < j; ++i) {
                at(i, j) = static_cast<float>(rest(i, j, end) / root);
            }
        }
        return true;
    }

    void solve_rows(std::size_t first, std::size_t begin, std::size_t end) {
        for (std::size_t i = first; i < std::min(begin, first + kBlock); ++i) {
            for (std::size_t j = end; j-- > begin;) {
                at(i, j) = static_cast<float>(rest(i, j, end) / static_cast<double>(at(j, j)));
            }
        }
    }

    // Subtracts the block's product from the columns before it: above the stripe, then in its own
    // upper triangle.
    void subtract(std::size_t first, std::size_t last, std::size_t begin, std::size_t end) {
        const std::size_t width = last - first;
        const MatrixView right{matrix_ + first * size_ + begin, 1, size_};
        sgemm(-1, {matrix_ + begin, size_, 1}, right, first, width, end - begin, matrix_ + first,
              size_);
        std::vector<float> square(width * width);
        sgemm(-1, {matrix_ + first * size_ + begin, size_, 1}, right, width, width, end - begin,
              square.data(), width);
        for (std::size_t i = 0; i < width; ++i) {
            for (std::size_t j = i; j < width; ++j) {
                at(first + i, first + j) += square[i * width + j];
            }
        }
    }

    float* matrix_;
    std::size_t size_;
    ThreadPool& pool_;
};

void mirror(std::vector<float>& matrix, std::size_t size, ThreadPool& pool) {
    pool.parallel_for((size + kBlock - 1) / kBlock, [&](std::size_t task) {
        for (std::size_t i = task * kBlock; i < std::min(size, (task + 1) * kBlock); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                matrix[i * size + j] = matrix[j * size + i];
            }
        }
    });
}

// Copies the lower triangle back, with a damped diagonal.
void restore(std::vector<float>& matrix, std::span<const float> diagonal, double damping,
             ThreadPool& pool) {
    const std::size_t size = diagonal.size();
    pool.parallel_for((size + kBlock - 1) / kBlock, [&](std::size_t task) {
        for (std::size_t i = task * kBlock; i < std::min(size, (task + 1) * kBlock); ++i) {
            matrix[i * size + i] = static_cast<float>(diagonal[i] + damping);
            for (std::size_t j = i + 1; j < size; ++j) {
                matrix[i * size + j] = matrix[j * size + i];
            }
        }
    });
}

} // namespace

Hessian::Hessian(std::size_t cols) : size_(padded_to_blocks(cols)), values_(size_ * size_) {}

void Hessian::add(const float* inputs, std::size_t rows, std::size_t stride, ThreadPool& pool) {
    tokens_ += rows;
    pool.parallel_for((size_ + kStripe - 1) / kStripe, [&](std::size_t i) {
        const std::size_t first = i * kStripe;
        const std::size_t last = std::min(size_, first + kStripe);
        sgemm(1, {inputs, 1, stride}, {inputs + first, stride, 1}, last, last - first, rows,
              values_.data() + first, size_);
    });
}

void Hessian::blend_with_identity(float weight) {
    const double mean = mean_of(diagonal_of(values_, size_));
    const auto factor = static_cast<float>(mean > 0 ? 1 / mean : 0);
    for (float& value : values_) {
        value *= factor;
    }
    for (std::size_t i = 0; i < size_; ++i) {
        values_[i * size_ + i] += weight;
    }
}

double Hessian::weighted_square(std::span<const float> error) const {
    double sum = 0;
    for (std::size_t i = 0; i < error.size(); ++i) {
        double row = 0.5 * static_cast<double>(values_[i * size_ + i] * error[i]);
        for (std::size_t j = i + 1; j < error.size(); ++j) {
            row += static_cast<double>(values_[i * size_ + j] * error[j]);
        }
        sum += 2 * row * static_cast<double>(error[i]);
    }
    return sum;
}

Result<GptqFactor> GptqFactor::create(Hessian hessian, ThreadPool& pool,
                                      const std::stop_token& stop) {
    const std::size_t size = hessian.size();
    const std::size_t n_tokens = hessian.tokens();
    std::vector<float> matrix = std::move(hessian.values());
    const std::vector<float> diagonal = diagonal_of(matrix, size);
    const double mean = mean_of(diagonal);
    if (!std::isfinite(mean)) {
        return fail(ErrorCode::internal,
                    "The calibration met activations that are infinite or NaN.");
    }
    const double damping = std::clamp(kNoiseShare * static_cast<double>(size) /
                                          static_cast<double>(std::max<std::size_t>(n_tokens, 1)),
                                      kMinDamping, kMaxDamping);
    mirror(matrix, size, pool);
    for (const double share : {damping, 10 * damping, 100 * damping}) {
        restore(matrix, diagonal, mean > 0 ? share * mean : 1, pool);
        const bool is_done = Factorization(matrix.data(), size, pool).run(stop);
        if (stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "The import was stopped.");
        }
        if (is_done) {
            std::vector<float> roots = diagonal_of(matrix, size);
            for (std::size_t i = 0; i < size; ++i) {
                for (std::size_t j = i + 1; j < size; ++j) {
                    matrix[i * size + j] /= roots[j];
                }
            }
            for (float& root : roots) {
                root *= root;
            }
            return GptqFactor(std::move(matrix), std::move(roots));
        }
    }
    return fail(ErrorCode::internal, "The Hessian of a layer cannot be factored.");
}

} // namespace sotto::inference
