#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sotto::inference {

/// The numbers of one quantized block of a GGUF file as floats, in the order of the row.
/// Shape: `block` has the bytes of one block, `values` room for its 32 or 256 numbers.
/// Exact where a number is a scale times an integer; the others are computed in f32 as ggml does.
/// Source: the block layouts of ggml; d, dmin, scales, qs and qh are its names.
using GgmlBlock = std::span<const std::byte>;
using DecodeBlock = void (*)(GgmlBlock block, std::span<float> values);

/// 32 numbers of a type that gives them one scale and one minimum:
/// number i is scale · values[i] − minimum.
struct IntegerBlock {
    std::array<std::int8_t, 32> values{};
    float scale = 0;
    float minimum = 0;
};
/// Reads one block as integers. Shape: `out` has an element for every 32 numbers of the block.
using ReadIntegers = void (*)(GgmlBlock block, std::span<IntegerBlock> out);

void read_q4_0(GgmlBlock block, std::span<IntegerBlock> out);
void read_q4_1(GgmlBlock block, std::span<IntegerBlock> out);
void read_q5_0(GgmlBlock block, std::span<IntegerBlock> out);
void read_q5_1(GgmlBlock block, std::span<IntegerBlock> out);
void read_q8_0(GgmlBlock block, std::span<IntegerBlock> out);
void read_q4_k(GgmlBlock block, std::span<IntegerBlock> out);
void read_q5_k(GgmlBlock block, std::span<IntegerBlock> out);
void read_iq4_nl(GgmlBlock block, std::span<IntegerBlock> out);
void read_iq4_xs(GgmlBlock block, std::span<IntegerBlock> out);

/// The scales of a Q4_K block: those of its 8 blocks of 32 are d · scales[i] and dmin ·
/// minimums[i].
struct SuperblockScales {
    std::uint16_t d = 0;    ///< f16
    std::uint16_t dmin = 0; ///< f16
    std::array<std::uint8_t, 8> scales{};
    std::array<std::uint8_t, 8> minimums{};
};
[[nodiscard]] SuperblockScales scales_of_q4_k(GgmlBlock block);

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
