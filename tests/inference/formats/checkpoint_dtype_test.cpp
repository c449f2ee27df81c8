#include "inference/formats/checkpoint_dtype.h"
#include "tests/support/gguf_writer.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

using test::little_endian;

constexpr std::uint16_t kHalf = 0x3800;         // 0.5
constexpr std::uint16_t kMinusQuarter = 0xB400; // −0.25
constexpr std::uint16_t kInfiniteHalf = 0x7C00;

std::vector<float> decoded(CheckpointDtype type, const std::string& bytes, std::size_t count) {
    std::vector<float> values(count, 99.0F);
    REQUIRE(bytes.size() == stored_bytes(type, count));
    dequantize(type, std::as_bytes(std::span(bytes)), values);
    return values;
}

} // namespace

TEST_CASE("Q8_0 blocks are a scale and signed bytes") {
    std::string bytes;
    for (const std::uint16_t scale : {kHalf, kMinusQuarter}) {
        bytes += little_endian(scale);
        for (int i = 0; i < 32; ++i) {
            bytes += static_cast<char>(i * 8 - 128);
        }
    }
    const auto values = decoded(CheckpointDtype::q8_0, bytes, 64);
    for (std::size_t i = 0; i < 64; ++i) {
        const float step = i < 32 ? 0.5F : -0.25F;
        CHECK(values[i] == step * (static_cast<float>(i % 32) * 8 - 128));
    }
}

TEST_CASE("Q4_0 and Q4_1 blocks have the first half of the numbers in the low nibbles") {
    std::string nibbles;
    for (unsigned i = 0; i < 16; ++i) {
        nibbles += static_cast<char>(i | (15 - i) << 4U);
    }
    const auto q4_0 = decoded(CheckpointDtype::q4_0, little_endian(kMinusQuarter) + nibbles, 32);
    const auto q4_1 = decoded(CheckpointDtype::q4_1,
                              little_endian(kHalf) + little_endian(kMinusQuarter) + nibbles, 32);
    for (std::size_t i = 0; i < 32; ++i) {
        const auto nibble = static_cast<float>(i < 16 ? i : 31 - i);
        CHECK(q4_0[i] == -0.25F * (nibble - 8));
        CHECK(q4_1[i] == 0.5F * nibble - 0.25F);
    }
}

TEST_CASE("Q6_K blocks give the six-bit numbers they were packed from") {
    std::mt19937 random(7);
    std::array<int, 256> numbers{};
    std::array<int, 16> scales{};
    for (int& number : numbers) {
        number = static_cast<int>(random() % 64) - 32;
    }
    for (int& scale : scales) {
        scale = static_cast<int>(random() % 256) - 128;
    }
    // Each half of 128 numbers: byte i of 64 holds the low nibbles of numbers i and i + 64; byte i
    // of 32 holds the high pairs of numbers i, i + 32, i + 64 and i + 96.
    std::string low;
    std::string high;
    for (std::size_t half = 0; half < 256; half += 128) {
        const auto stored = [&](std::size_t i) {
            return static_cast<unsigned>(numbers[half + i] + 32);
        };
        for (std::size_t i = 0; i < 64; ++i) {
            low += static_cast<char>((stored(i) & 15U) | (stored(i + 64) & 15U) << 4U);
        }
        for (std::size_t i = 0; i < 32; ++i) {
            high += static_cast<char>(stored(i) >> 4U | stored(i + 32) >> 4U << 2U |
                                      stored(i + 64) >> 4U << 4U | stored(i + 96) >> 4U << 6U);
        }
    }
    std::string bytes = low + high;
    for (const int scale : scales) {
        bytes += static_cast<char>(scale);
    }
    const auto values = decoded(CheckpointDtype::q6_k, bytes + little_endian(kHalf), 256);
    for (std::size_t i = 0; i < 256; ++i) {
        CHECK(values[i] == 0.5F * static_cast<float>(scales[i / 16] * numbers[i]));
    }
}

TEST_CASE("a block with an infinite scale has no finite numbers except zeros") {
    const auto values =
        decoded(CheckpointDtype::q8_0, little_endian(kInfiniteHalf) + std::string(32, '\1'), 32);
    for (const float value : values) {
        CHECK_FALSE(std::isfinite(value));
    }
}

TEST_CASE("only block types count as quantized") {
    for (const CheckpointDtype type :
         {CheckpointDtype::f32, CheckpointDtype::f16, CheckpointDtype::bf16}) {
        CHECK_FALSE(is_quantized(type));
        CHECK(block_size(type) == 1);
    }
    for (const CheckpointDtype type : {CheckpointDtype::q8_0, CheckpointDtype::q4_0,
                                       CheckpointDtype::q4_1, CheckpointDtype::q6_k}) {
        CHECK(is_quantized(type));
    }
}

} // namespace sotto::inference
