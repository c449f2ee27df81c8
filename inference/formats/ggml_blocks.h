#pragma once

#include <cstddef>
#include <span>

namespace sotto::inference {

/// The numbers of one quantized block of a GGUF file as floats, in the order of the row.
/// Shape: `block` has the bytes of one block, `values` room for its 32 or 256 numbers.
/// Exact where a number is a scale times an integer; the others are computed in f32 as ggml does.
/// Source: the block layouts of ggml; d, dmin, scales, qs and qh are its names.
using GgmlBlock = std::span<const std::byte>;
using DecodeBlock = void (*)(GgmlBlock block, std::span<float> values);

void decode_q4_0(GgmlBlock block, std::span<float> values);
void decode_q4_1(GgmlBlock block, std::span<float> values);
void decode_q5_0(GgmlBlock block, std::span<float> values);
void decode_q5_1(GgmlBlock block, std::span<float> values);
void decode_q8_0(GgmlBlock block, std::span<float> values);
void decode_q2_k(GgmlBlock block, std::span<float> values);
void decode_q3_k(GgmlBlock block, std::span<float> values);
void decode_q4_k(GgmlBlock block, std::span<float> values);
void decode_q5_k(GgmlBlock block, std::span<float> values);
void decode_q6_k(GgmlBlock block, std::span<float> values);
void decode_iq4_nl(GgmlBlock block, std::span<float> values);
void decode_iq4_xs(GgmlBlock block, std::span<float> values);

} // namespace sotto::inference
