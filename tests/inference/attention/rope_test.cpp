#include "inference/attention/rope.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cmath>

using namespace sotto::inference;
using Catch::Approx;

TEST_CASE("RoPE rotates adjacent pairs or halves, depending on the family") {
    const RopeConfig config{100, {}};
    std::array<float, 4> pairs{1, 0, 1, 0};
    Rope interleaved(config, RopePairing::interleaved, 4, 2);
    interleaved.set_positions(4, 2);
    interleaved.apply(1, pairs.data()); // position 5: angles 5 and 0.5
    CHECK(pairs[0] == Approx(std::cos(5.0)));
    CHECK(pairs[1] == Approx(std::sin(5.0)));
    CHECK(pairs[2] == Approx(std::cos(0.5)));
    CHECK(pairs[3] == Approx(std::sin(0.5)));

    std::array<float, 4> halves{1, 1, 0, 0};
    Rope split(config, RopePairing::half_split, 4, 2);
    split.set_positions(5, 1);
    split.apply(0, halves.data());
    CHECK(halves[0] == Approx(std::cos(5.0)));
    CHECK(halves[2] == Approx(std::sin(5.0)));
    CHECK(halves[1] == Approx(std::cos(0.5)));
    CHECK(halves[3] == Approx(std::sin(0.5)));
}

TEST_CASE("angles are exact at the end of a long context") {
    constexpr std::size_t kPosition = 131'071;
    constexpr std::size_t kWidth = 64;
    Rope rope(RopeConfig{10000, {}}, RopePairing::half_split, kWidth, 1);
    rope.set_positions(kPosition, 1);
    std::array<float, kWidth> head{};
    std::fill_n(head.begin(), kWidth / 2, 1.0F);
    rope.apply(0, head.data());
    for (std::size_t i = 0; i < kWidth / 2; ++i) {
        const double angle = kPosition * std::pow(10000.0, -2.0 * static_cast<double>(i) / kWidth);
        CHECK(head.at(i) == Approx(std::cos(angle)).margin(1e-6));
        CHECK(head.at(i + kWidth / 2) == Approx(std::sin(angle)).margin(1e-6));
    }
}

TEST_CASE("llama3 scaling stretches long wavelengths and keeps short ones") {
    // Frequencies 1 and 0.001; with an original length of 100 the second turns less than once.
    const RopeConfig config{1000000, Llama3RopeScaling{8, 1, 4, 100}};
    Rope rope(config, RopePairing::interleaved, 4, 1);
    rope.set_positions(1, 1);
    std::array<float, 4> head{1, 0, 1, 0};
    rope.apply(0, head.data());
    CHECK(head[1] == Approx(std::sin(1.0)));
    CHECK(head[3] == Approx(std::sin(0.001 / 8)));
}
