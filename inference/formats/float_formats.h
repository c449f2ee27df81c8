#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace sotto::inference {

/// Convert a checkpoint's little-endian numbers to f32. `raw` has exactly the bytes of
/// `values.size()` numbers. Exact for every finite value; infinities and NaN are preserved.
void floats_from_bf16(std::span<const std::byte> raw, std::span<float> values);
void floats_from_f16(std::span<const std::byte> raw, std::span<float> values);
void floats_from_f32(std::span<const std::byte> raw, std::span<float> values);

/// Whether no value is infinite or NaN.
[[nodiscard]] bool all_finite(std::span<const float> values);

/// The bits of the bfloat16 number nearest to a finite `value`, ties to even.
[[nodiscard]] std::uint16_t bf16_bits(float value);

/// The bits of the f16 number nearest to a finite `value`, ties to even; infinity beyond 65504.
[[nodiscard]] std::uint16_t f16_bits(float value);

/// The value of a bfloat16 number.
[[nodiscard]] float from_bf16_bits(std::uint16_t bits);

} // namespace sotto::inference
