#include "inference/calibration/gptq.h"
#include "inference/calibration/sgemm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <stop_token>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

std::vector<float> random_numbers(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> numbers(count);
    std::ranges::generate(numbers, [&] { return normal(random); });
    return numbers;
}

std::unique_ptr<ThreadPool> pool_of(std::size_t threads) {
    auto pool = ThreadPool::create(threads);
    REQUIRE(pool.has_value());
    return std::move(*pool);
}

/// Correlated inputs, as activations are. Shape: [rows, cols].
std::vector<float> correlated_inputs(std::size_t rows, std::size_t cols, unsigned seed) {
    std::vector<float> inputs = random_numbers(rows * cols, seed);
    for (std::size_t row = 0; row < rows; ++row) {
        float* const x = inputs.data() + row * cols;
        for (std::size_t i = 3; i < cols; ++i) {
            x[i] = 0.3F * x[i] + 0.8F * x[i - 1] - 0.4F * x[i - 3];
        }
    }
    return inputs;
}

} // namespace

TEST_CASE("a matrix product equals its definition, with any strides and sizes") {
    struct Shape {
        std::size_t rows;
        std::size_t cols;
        std::size_t depth;
    };
    for (const auto& [rows, cols, depth] :
         {Shape{1, 1, 1}, Shape{7, 5, 3}, Shape{6, 64, 256}, Shape{13, 33, 300}}) {
        const auto a = random_numbers(rows * depth, 1);
        const auto b = random_numbers(depth * cols, 2);
        for (const bool is_transposed : {false, true}) {
            const MatrixView left =
                is_transposed ? MatrixView{a.data(), 1, rows} : MatrixView{a.data(), depth, 1};
            const MatrixView right =
                is_transposed ? MatrixView{b.data(), 1, depth} : MatrixView{b.data(), cols, 1};
            const std::size_t stride = cols + 3;
            std::vector<float> c(rows * stride, 1);
            sgemm(-2, left, right, rows, cols, depth, c.data(), stride);
            double worst = 0;
            for (std::size_t i = 0; i < rows; ++i) {
                for (std::size_t j = 0; j < cols; ++j) {
                    double wanted = 0;
                    for (std::size_t k = 0; k < depth; ++k) {
                        wanted += static_cast<double>(
                                      left.data[i * left.row_stride + k * left.col_stride]) *
                                  static_cast<double>(
                                      right.data[k * right.row_stride + j * right.col_stride]);
                    }
                    worst = std::max(worst, std::abs(1 - 2 * wanted - c[i * stride + j]));
                }
                CHECK(c[i * stride + cols] == 1); // nothing is written beyond the row
            }
            CHECK(worst < 1e-3);
        }
    }
}

TEST_CASE("hessian are the sums of products of inputs, padded to whole groups") {
    const auto pool = pool_of(2);
    constexpr std::size_t kCols = 40;
    constexpr std::size_t kStride = 64;
    constexpr std::size_t kRows = 9;
    std::vector<float> inputs(kRows * kStride);
    const auto numbers = random_numbers(kRows * kCols, 3);
    for (std::size_t row = 0; row < kRows; ++row) {
        std::copy_n(numbers.data() + row * kCols, kCols, inputs.data() + row * kStride);
    }
    Hessian hessian(kCols);
    REQUIRE(hessian.size() == kStride);
    hessian.add(inputs.data(), 4, kStride, *pool);
    hessian.add(inputs.data() + 4 * kStride, kRows - 4, kStride, *pool);
    for (std::size_t i = 0; i < kStride; ++i) {
        for (std::size_t j = i; j < kStride; ++j) {
            double wanted = 0;
            for (std::size_t row = 0; row < kRows; ++row) {
                wanted +=
                    static_cast<double>(inputs[row * kStride + i] * inputs[row * kStride + j]);
            }
            CHECK(std::abs(hessian.values()[i * kStride + j] - wanted) < 1e-4);
        }
    }
    const auto error = random_numbers(kCols, 4);
    double wanted = 0;
    for (std::size_t row = 0; row < kRows; ++row) {
        double product = 0;
        for (std::size_t i = 0; i < kCols; ++i) {
            product += static_cast<double>(error[i] * inputs[row * kStride + i]);
        }
        wanted += product * product;
    }
    CHECK(std::abs(hessian.weighted_square(error) - wanted) < 1e-3 * wanted);
}

TEST_CASE("the factors multiply to the damped Hessian, on any number of threads") {
    // The more tokens per column, the less damping.
    const auto [times, share] = GENERATE(std::pair{1, 0.015}, std::pair{20, 0.00075});
    for (const std::size_t size : {32U, 64U, 96U, 320U}) {
        const auto inputs = correlated_inputs(2 * size, size, 5);
        std::vector<std::vector<float>> results;
        for (const std::size_t threads : {1U, 3U}) {
            const auto pool = pool_of(threads);
            Hessian hessian(size);
            for (int i = 0; i < times; ++i) {
                hessian.add(inputs.data(), 2 * size, size, *pool);
            }
            const std::vector<float> wanted = hessian.values();
            const auto factors = GptqFactor::create(std::move(hessian), *pool);
            REQUIRE(factors.has_value());
            double mean = 0;
            for (std::size_t i = 0; i < size; ++i) {
                mean += static_cast<double>(wanted[i * size + i]) / static_cast<double>(size);
            }
            double worst = 0;
            const float* const m = factors->factor();
            for (std::size_t i = 0; i < size; ++i) {
                for (std::size_t j = i; j < size; ++j) {
                    double product = 0;
                    for (std::size_t k = j; k < size; ++k) {
                        const double left = k == i ? 1 : m[i * size + k];
                        const double right = k == j ? 1 : m[j * size + k];
                        product += left * static_cast<double>(factors->diagonal()[k]) * right;
                    }
                    const double damped = wanted[i * size + j] + (i == j ? share * mean : 0);
                    worst = std::max(worst, std::abs(product - damped));
                }
            }
            CHECK(worst < 1e-4 * mean);
            results.emplace_back(m, m + size * size);
            for (std::size_t i = 0; i < size; ++i) {
                std::fill_n(results.back().begin() + static_cast<std::ptrdiff_t>(i * size), i + 1,
                            0.0F);
            }
        }
        CHECK(results.front() == results.back());
    }
}

TEST_CASE("the Hessian of zero inputs, or of too few, can be factored") {
    const auto pool = pool_of(1);
    CHECK(GptqFactor::create(Hessian(64), *pool).has_value());
    Hessian one_token(64);
    const auto input = random_numbers(64, 6);
    one_token.add(input.data(), 1, 64, *pool);
    const auto factors = GptqFactor::create(std::move(one_token), *pool);
    REQUIRE(factors.has_value());
    CHECK(std::ranges::all_of(factors->diagonal(), [](float d) { return d > 0; }));
}

TEST_CASE("a stopped factorization returns cancelled") {
    const auto pool = pool_of(1);
    std::stop_source stop;
    stop.request_stop();
    const auto factors = GptqFactor::create(Hessian(64), *pool, stop.get_token());
    CHECK(factors.error().code == ErrorCode::cancelled);
}

} // namespace sotto::inference
