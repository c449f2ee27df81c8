#include "inference/formats/float_formats.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace sotto::inference {

static_assert(std::endian::native == std::endian::little, "tensors are read as they lie in files");

namespace {

constexpr std::uint32_t kExponent = 0x7F80'0000U;

std::uint16_t half_word(std::span<const std::byte> raw, std::size_t index) {
    std::uint16_t word = 0;
    std::memcpy(&word, raw.data() + index * sizeof word, sizeof word);
    return word;
}

} // namespace

void floats_from_bf16(std::span<const std::byte> raw, std::span<float> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = from_bf16_bits(half_word(raw, i));
    }
}

void floats_from_f16(std::span<const std::byte> raw, std::span<float> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint32_t half = half_word(raw, i);
        // The exponent bias differs by 112; the multiplication also normalizes subnormals.
        const float magnitude = std::bit_cast<float>((half & 0x7FFFU) << 13U) * 0x1p112F;
        const std::uint32_t not_finite = (half & 0x7C00U) == 0x7C00U ? kExponent : 0;
        const std::uint32_t sign = (half & 0x8000U) << 16U;
        values[i] =
            std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | not_finite | sign);
    }
}

void floats_from_f32(std::span<const std::byte> raw, std::span<float> values) {
    if (!values.empty()) {
        std::memcpy(values.data(), raw.data(), values.size_bytes());
    }
}

bool all_finite(std::span<const float> values) {
    std::uint32_t n_bad = 0;
    for (const float value : values) {
        n_bad += (std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent ? 1 : 0;
    }
    return n_bad == 0;
}

std::uint16_t bf16_bits(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

std::uint16_t f16_bits(float value) {
    constexpr float kTooLarge = 65520; // rounds to infinity
    constexpr float kSmallestNormal = 0x1p-14F;
    constexpr float kSubnormalStep = 0.5F; // its last place is that of f16's subnormal numbers
    const auto sign =
        static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U & 0x8000U);
    const float magnitude = std::abs(value);
    const auto bits = std::bit_cast<std::uint32_t>(magnitude);
    std::uint32_t half = 0x7C00;
    if (magnitude < kSmallestNormal) {
        half = std::bit_cast<std::uint32_t>(magnitude + kSubnormalStep) -
               std::bit_cast<std::uint32_t>(kSubnormalStep);
    } else if (magnitude < kTooLarge) {
        half = ((bits + 0xFFFU + (bits >> 13U & 1U)) >> 13U) - (112U << 10U);
    }
    return static_cast<std::uint16_t>(sign | half);
}

float from_bf16_bits(std::uint16_t bits) {
    return std::bit_cast<float>(std::uint32_t{bits} << 16U);
}

} // namespace sotto::inference
