#include "inference/calibration/gptq_quantizer.h"
#include "inference/calibration/mixed_precision.h"
#include "inference/quantization/quantizer.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <random>
#include <vector>

namespace sotto::inference {

namespace {

/// A layer's weights, and the Hessian of correlated inputs.
struct Problem {
    std::size_t rows;
    std::size_t cols;
    std::vector<float> weights;
    Hessian hessian;
    std::unique_ptr<ThreadPool> pool;

    Problem(std::size_t n_rows, std::size_t n_cols, unsigned seed)
        : rows(n_rows), cols(n_cols), weights(rows * cols), hessian(cols) {
        auto made = ThreadPool::create(2);
        REQUIRE(made.has_value());
        pool = std::move(*made);
        std::mt19937 random(seed);
        std::normal_distribution<float> normal;
        std::ranges::generate(weights, [&] { return normal(random); });
        const std::size_t tokens = 3 * cols;
        const std::size_t stride = hessian.size();
        std::vector<float> inputs(tokens * stride);
        for (std::size_t token = 0; token < tokens; ++token) {
            float* const x = inputs.data() + token * stride;
            const float shared = normal(random);
            for (std::size_t i = 0; i < cols; ++i) {
                x[i] = 0.5F * normal(random) + 0.5F * shared + (i > 0 ? 0.6F * x[i - 1] : 0);
            }
        }
        hessian.add(inputs.data(), tokens, stride, *pool);
    }

    [[nodiscard]] Int4Weights with_gptq() const {
        const auto factor = GptqFactor::create(hessian, *pool);
        REQUIRE(factor.has_value());
        Int4Weights result(rows, cols);
        quantize_with_gptq(*factor, weights, 0, result, *pool);
        return result;
    }

    [[nodiscard]] Int4Weights to_nearest() const {
        Int4Weights result(rows, cols);
        const std::size_t padded = padded_to_blocks(cols);
        for (std::size_t row = 0; row < rows; ++row) {
            quantize_int4(std::span(weights).subspan(row * cols, cols), Int4ScaleRule::min_mse,
                          std::span(result.nibbles).subspan(row * padded / 2, padded / 2),
                          std::span(result.scales).subspan(row * padded / 32, padded / 32));
        }
        return result;
    }

    /// Of a row.
    [[nodiscard]] double error(const Int4Weights& quantized, std::size_t row) const {
        std::vector<float> values(cols);
        dequantize_row(quantized.matrix(), row, values);
        for (std::size_t i = 0; i < cols; ++i) {
            values[i] -= weights[row * cols + i];
        }
        return hessian.weighted_square(values);
    }
};

} // namespace

TEST_CASE("GPTQ changes a layer's outputs less than round-to-nearest") {
    struct Shape {
        std::size_t rows;
        std::size_t cols;
    };
    unsigned seed = 1;
    for (const auto& [rows, cols] :
         {Shape{5, 32}, Shape{64, 64}, Shape{70, 172}, Shape{130, 256}}) {
        const Problem problem(rows, cols, seed++);
        const Int4Weights fed_back = problem.with_gptq();
        const Int4Weights nearest = problem.to_nearest();
        double with = 0;
        double without = 0;
        for (std::size_t row = 0; row < rows; ++row) {
            with += problem.error(fed_back, row);
            without += problem.error(nearest, row);
        }
        INFO(rows << " x " << cols);
        CHECK(with < 0.7 * without);
        CHECK(with > 0);
    }
}

TEST_CASE("weights on an int4 grid keep their values") {
    Problem problem(66, 96, 9);
    std::mt19937 random(7);
    for (std::size_t i = 0; i < problem.weights.size(); ++i) {
        // Every group reaches its end, so that its scale can be told from the weights.
        const int steps =
            i % 32 == 5 ? (i % 64 == 5 ? 7 : -8) : static_cast<int>(random() % 15) - 7;
        problem.weights[i] = static_cast<float>(steps) * (i % 96 < 32 ? 0.0625F : 0.40625F);
    }
    const Int4Weights quantized = problem.with_gptq();
    std::vector<float> values(problem.cols);
    for (std::size_t row = 0; row < problem.rows; ++row) {
        dequantize_row(quantized.matrix(), row, values);
        CHECK(std::ranges::equal(values, std::span(problem.weights).subspan(row * 96, 96)));
    }
}

TEST_CASE("a row gives the same result alone and among others, on any number of threads") {
    const Problem problem(130, 96, 11);
    const Int4Weights all = problem.with_gptq();
    auto single = ThreadPool::create(1);
    REQUIRE(single.has_value());
    const auto factor = GptqFactor::create(problem.hessian, **single);
    REQUIRE(factor.has_value());
    Int4Weights alone(130, 96);
    for (std::size_t row = 0; row < 130; ++row) {
        quantize_with_gptq(*factor, std::span(problem.weights).subspan(row * 96, 96), row, alone,
                           **single);
    }
    CHECK(alone.nibbles == all.nibbles);
    CHECK(alone.scales == all.scales);
}

TEST_CASE("int8 goes to the layers that gain most, within the budget") {
    const std::vector<PrecisionChoice> choices{{.cost = 1, .extra_bytes = 100},
                                               {.cost = 100, .extra_bytes = 100},
                                               {.cost = 1, .extra_bytes = 1000},
                                               {.cost = 60, .extra_bytes = 100},
                                               {.cost = 0, .extra_bytes = 10}};
    CHECK(choose_int8(choices, 250) == std::vector{false, true, false, true, false});
    CHECK(choose_int8(choices, 150) == std::vector{false, true, false, false, false});
    CHECK(choose_int8(choices, 0) == std::vector(5, false));
    // If all gain the same, none is above average.
    CHECK(choose_int8(std::vector<PrecisionChoice>(4, {.cost = 2, .extra_bytes = 10}), 1000) ==
          std::vector(4, false));
}

} // namespace sotto::inference
