#include "inference/formats/checkpoint_dtype.h"
#include "tests/support/ggml_block_writer.h"
#include "tests/support/gguf_writer.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

// Numbers are packed here in the order in which the format describes its bytes, and must come out
// again.

namespace sotto::inference {

namespace {

using test::bit_pairs;
using test::bytes_of;
using test::high_bits;
using test::little_endian;
using test::nibbles;
using test::packed_scales;

constexpr std::uint16_t kHalf = 0x3800;         // 0.5
constexpr std::uint16_t kMinusQuarter = 0xB400; // −0.25

std::vector<float> decoded(CheckpointDtype type, const std::string& bytes) {
    std::vector<float> values(block_size(type));
    REQUIRE(bytes.size() == stored_bytes(type, values.size()));
    dequantize(type, std::as_bytes(std::span(bytes)), values);
    return values;
}

std::vector<unsigned> random_numbers(std::size_t count, unsigned levels) {
    std::mt19937 random(count * levels);
    std::vector<unsigned> numbers(count);
    for (unsigned& number : numbers) {
        number = static_cast<unsigned>(random() % levels);
    }
    return numbers;
}

} // namespace

TEST_CASE("Q5_0 and Q5_1 blocks have the fifth bits apart") {
    const auto numbers = random_numbers(32, 32);
    std::uint32_t fifth = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        fifth |= (numbers[i] >> 4U) << i;
    }
    const std::string rest = little_endian(fifth) + nibbles(numbers, 16);
    const auto q5_0 = decoded(CheckpointDtype::q5_0, little_endian(kMinusQuarter) + rest);
    const auto q5_1 =
        decoded(CheckpointDtype::q5_1, little_endian(kHalf) + little_endian(kMinusQuarter) + rest);
    for (std::size_t i = 0; i < 32; ++i) {
        const auto number = static_cast<float>(numbers[i]);
        CHECK(q5_0[i] == -0.25F * (number - 16));
        CHECK(q5_1[i] == 0.5F * number - 0.25F);
    }
}

TEST_CASE("Q2_K blocks have a scale and a minimum for each 16 numbers") {
    const auto numbers = random_numbers(256, 4);
    const auto scales = random_numbers(16, 256);
    const auto values =
        decoded(CheckpointDtype::q2_k, bytes_of(scales) + bit_pairs(numbers) +
                                           little_endian(kHalf) + little_endian(kMinusQuarter));
    for (std::size_t i = 0; i < 256; ++i) {
        const unsigned scale = scales[i / 16];
        CHECK(values[i] == 0.5F * static_cast<float>((scale & 15U) * numbers[i]) +
                               0.25F * static_cast<float>(scale >> 4U));
    }
}

TEST_CASE("Q3_K blocks have signed scales of 6 bits for each 16 numbers") {
    const auto numbers = random_numbers(256, 8);
    const auto scales = random_numbers(16, 64);
    const auto values =
        decoded(CheckpointDtype::q3_k, high_bits(numbers, 2) + bit_pairs(numbers) +
                                           test::packed_q3_scales(scales) + little_endian(kHalf));
    for (std::size_t i = 0; i < 256; ++i) {
        const auto scale = static_cast<float>(scales[i / 16]) - 32;
        CHECK(values[i] == 0.5F * scale * (static_cast<float>(numbers[i]) - 4));
    }
}

TEST_CASE("Q4_K and Q5_K blocks have 6-bit scales and minima for each 32 numbers") {
    const auto scales = random_numbers(8, 64);
    const auto mins = random_numbers(8, 63);
    const std::string head =
        little_endian(kHalf) + little_endian(kMinusQuarter) + packed_scales(scales, mins);
    const auto of_4 = random_numbers(256, 16);
    const auto of_5 = random_numbers(256, 32);
    const auto q4_k = decoded(CheckpointDtype::q4_k, head + nibbles(of_4, 32));
    const auto q5_k = decoded(CheckpointDtype::q5_k, head + high_bits(of_5, 4) + nibbles(of_5, 32));
    for (std::size_t i = 0; i < 256; ++i) {
        const auto scale = 0.5F * static_cast<float>(scales[i / 32]);
        const auto min = -0.25F * static_cast<float>(mins[i / 32]);
        CHECK(q4_k[i] == scale * static_cast<float>(of_4[i]) - min);
        CHECK(q5_k[i] == scale * static_cast<float>(of_5[i]) - min);
    }
}

TEST_CASE("IQ4_NL and IQ4_XS blocks hold indices into one table") {
    constexpr auto& kTable = test::kIq4Table;
    const auto small = random_numbers(32, 16);
    const auto iq4_nl = decoded(CheckpointDtype::iq4_nl, little_endian(kHalf) + nibbles(small, 16));
    for (std::size_t i = 0; i < 32; ++i) {
        CHECK(iq4_nl[i] == 0.5F * static_cast<float>(kTable[small[i]]));
    }
    const auto numbers = random_numbers(256, 16);
    const auto scales = random_numbers(8, 64);
    unsigned high = 0;
    std::array<unsigned, 4> low{};
    for (std::size_t i = 0; i < 8; ++i) {
        high |= scales[i] >> 4U << (2 * i);
        low[i / 2] |= (scales[i] & 15U) << (4 * (i % 2));
    }
    const auto iq4_xs =
        decoded(CheckpointDtype::iq4_xs, little_endian(kHalf) +
                                             little_endian(static_cast<std::uint16_t>(high)) +
                                             bytes_of(low) + nibbles(numbers, 16));
    for (std::size_t i = 0; i < 256; ++i) {
        const auto scale = 0.5F * (static_cast<float>(scales[i / 32]) - 32);
        CHECK(iq4_xs[i] == scale * static_cast<float>(kTable[numbers[i]]));
    }
}

TEST_CASE("types are found by the names of GGUF files") {
    CHECK(checkpoint_dtype_named("Q4_K") == CheckpointDtype::q4_k);
    CHECK_FALSE(checkpoint_dtype_named("IQ1_S").has_value());
    CHECK(checkpoint_dtype_names().ends_with("IQ4_NL and IQ4_XS"));
}

} // namespace sotto::inference
