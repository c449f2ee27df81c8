#pragma once

#include <cstddef>
#include <cstdint>

// Elementwise operations and reductions over f32 vectors, dispatched at run time.
namespace sotto::inference {

/// out = x / sqrt(mean(x²) + eps) · weight. `weight` may be null (all ones); `out` may be `x`.
void rms_norm(const float* x, const float* weight, float eps, std::size_t n, float* out);

/// x += y.
void add_to(float* x, const float* y, std::size_t n);

/// x *= factor.
void scale_by(float* x, float factor, std::size_t n);

/// Fast Walsh-Hadamard transform, normalized to be orthonormal, of each of `count` vectors of `n`
/// elements: of each run of 2ᵏ elements, where 2ᵏ is the largest power of two that divides `n`. No
/// effect if that is less than four.
void hadamard(float* x, std::size_t count, std::size_t n);

/// out = silu(gate) · up, with silu(x) = x / (1 + e⁻ˣ).
void silu_gate(const float* gate, const float* up, std::size_t n, float* out);

/// out = gelu(gate) · up, gelu by its tanh approximation.
void gelu_tanh_gate(const float* gate, const float* up, std::size_t n, float* out);

/// out = e^((x − offset) · factor), 0 where x is −infinity. No x exceeds `offset`.
void exp_of(const float* x, float offset, float factor, std::size_t n, float* out);

/// max |x|; NaN if some x is not finite.
[[nodiscard]] float abs_max(const float* x, std::size_t n);

/// out = round(x · factor), clamped to ±127; unspecified for NaN.
void round_to_int8(const float* x, float factor, std::size_t n, std::int8_t* out);

} // namespace sotto::inference
