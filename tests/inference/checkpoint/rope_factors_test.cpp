#include "inference/checkpoint/rope_factors.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <numbers>
#include <vector>

namespace sotto::inference {

namespace {

/// The factors of a scaling, in float as converters compute them.
std::vector<float> factors_of(const Llama3RopeScaling& scaling, float theta, std::size_t head_dim) {
    std::vector<float> factors;
    for (std::size_t i = 0; i < head_dim / 2; ++i) {
        const float frequency =
            1 / std::pow(theta, static_cast<float>(2 * i) / static_cast<float>(head_dim));
        const float wavelength = 2 * std::numbers::pi_v<float> / frequency;
        if (wavelength < scaling.original_max_position / scaling.high_freq_factor) {
            factors.push_back(1);
        } else if (wavelength > scaling.original_max_position / scaling.low_freq_factor) {
            factors.push_back(scaling.factor);
        } else {
            const float smooth =
                (scaling.original_max_position / wavelength - scaling.low_freq_factor) /
                (scaling.high_freq_factor - scaling.low_freq_factor);
            factors.push_back(1 / ((1 - smooth) / scaling.factor + smooth));
        }
    }
    return factors;
}

} // namespace

TEST_CASE("the scaling of Llama 3.1 and 3.2 is found from its factors as it is published") {
    for (const float factor : {8.0F, 32.0F}) {
        for (const std::size_t head_dim : {64, 128}) {
            const Llama3RopeScaling published{factor, 1, 4, 8192};
            const auto found =
                scaling_of_factors(factors_of(published, 500'000, head_dim), 500'000);
            CHECK(found == published);
        }
    }
}

TEST_CASE("other parameters are found as ones that give the same factors") {
    for (const Llama3RopeScaling& scaling :
         {Llama3RopeScaling{16, 1, 1.5F, 8192}, Llama3RopeScaling{32, 1, 4, 32},
          Llama3RopeScaling{4, 2, 32, 4096}, Llama3RopeScaling{8, 1, 4, 65'536}}) {
        for (const std::size_t head_dim : {16, 64, 128}) {
            CAPTURE(scaling.factor, head_dim);
            const auto factors = factors_of(scaling, 500'000, head_dim);
            const auto found = scaling_of_factors(factors, 500'000);
            REQUIRE(found.has_value());
            const auto again = factors_of(*found, 500'000, head_dim);
            for (std::size_t i = 0; i < factors.size(); ++i) {
                CHECK(std::abs(again[i] - factors[i]) <= 1e-4F * factors[i]);
            }
        }
    }
}

TEST_CASE("factors that no scaling gives have none") {
    CHECK_FALSE(scaling_of_factors({}, 10'000).has_value());
    for (const std::vector<float>& factors :
         {std::vector<float>{1, 1, 1, 1}, std::vector<float>{1, 8, 1, 8},
          std::vector<float>{2, 2, 2, 2}, std::vector<float>{1, 2, 3, 4},
          std::vector<float>{1, 1, 1, 0.5F}, std::vector<float>{1, 8, 8, std::nanf("")},
          std::vector<float>{1, -8, 8, 8}}) {
        CHECK_FALSE(scaling_of_factors(factors, 10'000).has_value());
    }
}

} // namespace sotto::inference
