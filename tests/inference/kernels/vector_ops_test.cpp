#include "inference/kernels/vector_ops.h"
#include "tests/support/random.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

using namespace sotto::inference;
using namespace sotto::test;
using Catch::Approx;

namespace {

std::vector<float> random_row(std::size_t n, std::uint64_t seed) {
    std::vector<float> row(n);
    std::ranges::generate(row, [&] { return static_cast<float>(8 * random_unit(seed) - 4); });
    return row;
}

} // namespace

TEST_CASE("a norm divides by the root mean square, for any length") {
    for (const std::size_t n : {1, 8, 15, 16, 17, 64, 1280}) {
        CAPTURE(n);
        const auto x = random_row(n, 1);
        const auto weight = random_row(n, 2);
        double squares = 0;
        for (const float one : x) {
            squares += static_cast<double>(one) * one;
        }
        const double root = std::sqrt(squares / static_cast<double>(n) + 1e-5);
        std::vector<float> out(n);
        rms_norm(x.data(), weight.data(), 1e-5F, n, out.data());
        CHECK(out[n - 1] == Approx(x[n - 1] / root * weight[n - 1]).epsilon(1e-5));
        rms_norm(x.data(), nullptr, 1e-5F, n, out.data());
        CHECK(out[n / 2] == Approx(x[n / 2] / root).epsilon(1e-5));
    }
}

TEST_CASE("gates follow their formulas, also far from zero") {
    auto gate = random_row(19, 3);
    gate[0] = -200;
    gate[1] = 200;
    gate[2] = 0;
    const auto up = random_row(19, 4);
    std::vector<float> silu(19);
    std::vector<float> gelu(19);
    silu_gate(gate.data(), up.data(), 19, silu.data());
    gelu_tanh_gate(gate.data(), up.data(), 19, gelu.data());
    for (std::size_t i = 0; i < 19; ++i) {
        const double x = gate[i];
        const double inner = std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x);
        CHECK(silu[i] == Approx(x / (1 + std::exp(-x)) * up[i]).epsilon(1e-5).margin(1e-6));
        CHECK(gelu[i] == Approx(x / 2 * (1 + std::tanh(inner)) * up[i]).epsilon(1e-5).margin(1e-5));
    }
}

// An element is positive where row and column have an even number of bits in common.
TEST_CASE("the Hadamard transform multiplies each power-of-two run by the Hadamard matrix") {
    constexpr std::size_t kCount = 3;
    for (const std::size_t n : {1, 6, 4, 8, 12, 16, 48, 64, 96, 256}) {
        CAPTURE(n);
        const std::size_t power = std::size_t{1} << static_cast<unsigned>(std::countr_zero(n));
        const std::size_t side = power < 4 ? 1 : power;
        const auto x = random_row(kCount * n, 5);
        auto found = x;
        hadamard(found.data(), kCount, n);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const auto begin = i / side * side;
            double sum = 0;
            for (std::size_t j = 0; j < side; ++j) {
                const bool is_even = std::popcount((i - begin) & j) % 2 == 0;
                sum += is_even ? x[begin + j] : -x[begin + j];
            }
            const double expected = sum / std::sqrt(static_cast<double>(side));
            REQUIRE(found[i] == Approx(expected).margin(1e-5));
        }
    }
}

TEST_CASE("elementwise operations cover the whole vector and nothing beyond") {
    for (const std::size_t n : {1, 7, 16, 33}) {
        auto x = random_row(n + 1, 5);
        const auto before = x;
        const auto y = random_row(n, 6);
        add_to(x.data(), y.data(), n);
        CHECK(x[n - 1] == before[n - 1] + y[n - 1]);
        scale_by(x.data(), 2, n);
        CHECK(x[n - 1] == 2 * (before[n - 1] + y[n - 1]));
        CHECK(x[n] == before[n]);
        x[0] = -std::numeric_limits<float>::infinity();
        std::vector<float> out(n);
        exp_of(x.data(), 20, 0.5F, n, out.data());
        CHECK(out[0] == 0);
        if (n > 1) {
            CHECK(out[n - 1] == Approx(std::exp((x[n - 1] - 20) / 2)).epsilon(1e-5));
        }
    }
}
