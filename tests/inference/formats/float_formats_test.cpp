#include "inference/formats/float_formats.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace sotto::inference {

namespace {

template <class Function>
float one(Function convert, std::uint16_t bits) {
    std::array<float, 1> value{};
    convert(std::as_bytes(std::span(&bits, 1)), value);
    return value[0];
}

} // namespace

TEST_CASE("half precision numbers convert to f32 exactly") {
    CHECK(one(floats_from_f16, 0x3C00) == 1.0F);
    CHECK(one(floats_from_f16, 0xC000) == -2.0F);
    CHECK(one(floats_from_f16, 0x7BFF) == 65504.0F);
    CHECK(one(floats_from_f16, 0x0001) == 0x1p-24F);
    CHECK(one(floats_from_f16, 0x83FF) == -1023 * 0x1p-24F);
    CHECK(one(floats_from_f16, 0x3555) == 1365 * 0x1p-12F);
    CHECK(std::signbit(one(floats_from_f16, 0x8000)));
}

TEST_CASE("infinities and NaN of 16 bits are preserved") {
    for (const std::uint16_t bits :
         std::to_array<std::uint16_t>({0x7C00, 0xFC00, 0x7E00, 0x7C01})) {
        CHECK_FALSE(std::isfinite(one(floats_from_f16, bits)));
    }
    for (const std::uint16_t bits :
         std::to_array<std::uint16_t>({0x7F80, 0xFF80, 0x7FC0, 0x7F81})) {
        CHECK_FALSE(std::isfinite(one(floats_from_bf16, bits)));
    }
}

TEST_CASE("bfloat16 rounds to the nearest number, ties to even") {
    CHECK(bf16_bits(1.0F) == 0x3F80);
    CHECK(bf16_bits(1.0F + 0x1p-8F) == 0x3F80);
    CHECK(bf16_bits(1.0F + 0x1p-8F + 0x1p-20F) == 0x3F81);
    CHECK(bf16_bits(1.0F + 0x3p-8F) == 0x3F82);
    CHECK(from_bf16_bits(0xC040) == -3.0F);
    CHECK(one(floats_from_bf16, 0xC040) == -3.0F);
}

TEST_CASE("a single non-finite value among many is found") {
    std::vector<float> values(1001, std::numeric_limits<float>::max());
    CHECK(all_finite(values));
    values[997] = std::numeric_limits<float>::quiet_NaN();
    CHECK_FALSE(all_finite(values));
    values[997] = -std::numeric_limits<float>::infinity();
    CHECK_FALSE(all_finite(values));
}

} // namespace sotto::inference
