#include "inference/formats/ggml_blocks.h"

#include "inference/formats/float_formats.h"

#include <array>
#include <cstdint>

namespace sotto::inference {

namespace {

constexpr std::size_t kBlock =
    32; // numbers that share a scale, but for the types that say otherwise

// What the 16 indices of IQ4_NL and IQ4_XS stand for.
constexpr std::array<std::int8_t, 16> kIq4Values{-127, -104, -83, -65, -49, -35, -22, -10,
                                                 1,    13,   25,  38,  53,  69,  89,  113};

float half_at(GgmlBlock block, std::size_t offset) {
    float value = 0;
    floats_from_f16(block.subspan(offset, 2), std::span(&value, 1));
    return value;
}

float signed_at(GgmlBlock block, std::size_t offset) {
    return static_cast<float>(std::to_integer<std::int8_t>(block[offset]));
}

unsigned byte_at(GgmlBlock block, std::size_t offset) {
    return std::to_integer<unsigned>(block[offset]);
}

unsigned word_at(GgmlBlock block, std::size_t offset) {
    return byte_at(block, offset) | byte_at(block, offset + 1) << 8U;
}

/// Nibble `i` of 32 in 16 bytes: the first half of the numbers lies in the low nibbles.
unsigned nibble(GgmlBlock block, std::size_t offset, std::size_t i) {
    const unsigned pair = byte_at(block, offset + i % 16);
    return i < 16 ? pair & 0xFU : pair >> 4U;
}

/// Bit `i` of a little-endian run of bytes.
unsigned bit(GgmlBlock block, std::size_t offset, std::size_t i) {
    return byte_at(block, offset + i / 8) >> (i % 8) & 1U;
}

struct ScaleAndMin {
    std::uint8_t scale;
    std::uint8_t min;
};

/// The 6-bit scale and minimum of sub-block `i` of 8, packed in 12 bytes (Q4_K, Q5_K).
ScaleAndMin packed_scale(GgmlBlock block, std::size_t offset, std::size_t i) {
    if (i < 4) {
        return {static_cast<std::uint8_t>(byte_at(block, offset + i) & 63U),
                static_cast<std::uint8_t>(byte_at(block, offset + i + 4) & 63U)};
    }
    const unsigned low = byte_at(block, offset + i + 4);
    return {static_cast<std::uint8_t>((low & 0xFU) | byte_at(block, offset + i - 4) >> 6U << 4U),
            static_cast<std::uint8_t>(low >> 4U | byte_at(block, offset + i) >> 6U << 4U)};
}

/// The 6-bit scale of sub-block `i` of 16, packed in 12 bytes, less 32 (Q3_K).
float packed_scale_q3(GgmlBlock block, std::size_t offset, std::size_t i) {
    const unsigned low =
        i < 8 ? byte_at(block, offset + i) & 0xFU : byte_at(block, offset + i - 8) >> 4U;
    const unsigned high = byte_at(block, offset + 8 + i % 4) >> (2 * (i / 4)) & 3U;
    return static_cast<float>(low | high << 4U) - 32;
}

/// Decodes a block of `kParts` times 32 numbers from its integers.
template <std::size_t kParts>
void decode_integers(ReadIntegers read, GgmlBlock block, std::span<float> values) {
    std::array<IntegerBlock, kParts> parts;
    read(block, parts);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const IntegerBlock& part = parts[i / kBlock];
        values[i] = part.scale * static_cast<float>(part.values[i % kBlock]) - part.minimum;
    }
}

/// Scales and minimums of the 8 parts of a Q4_K or Q5_K block.
void read_packed_scales(GgmlBlock block, std::span<IntegerBlock> out) {
    const float d = half_at(block, 0);
    const float dmin = half_at(block, 2);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto [scale, min] = packed_scale(block, 4, i);
        out[i].scale = d * static_cast<float>(scale);
        out[i].minimum = dmin * static_cast<float>(min);
    }
}

} // namespace

// d, qs[16]: d (q - 8)
void read_q4_0(GgmlBlock block, std::span<IntegerBlock> out) {
    out[0].scale = half_at(block, 0);
    for (std::size_t i = 0; i < kBlock; ++i) {
        out[0].values[i] = static_cast<std::int8_t>(static_cast<int>(nibble(block, 2, i)) - 8);
    }
}

void decode_q4_0(GgmlBlock block, std::span<float> values) {
    decode_integers<1>(read_q4_0, block, values);
}

// d, m, qs[16]: d q + m
void read_q4_1(GgmlBlock block, std::span<IntegerBlock> out) {
    out[0].scale = half_at(block, 0);
    out[0].minimum = -half_at(block, 2);
    for (std::size_t i = 0; i < kBlock; ++i) {
        out[0].values[i] = static_cast<std::int8_t>(nibble(block, 4, i));
    }
}

void decode_q4_1(GgmlBlock block, std::span<float> values) {
    decode_integers<1>(read_q4_1, block, values);
}

// d, qh[4] (the fifth bits), qs[16]: d (q - 16)
void read_q5_0(GgmlBlock block, std::span<IntegerBlock> out) {
    out[0].scale = half_at(block, 0);
    for (std::size_t i = 0; i < kBlock; ++i) {
        const unsigned q = nibble(block, 6, i) | bit(block, 2, i) << 4U;
        out[0].values[i] = static_cast<std::int8_t>(static_cast<int>(q) - 16);
    }
}

void decode_q5_0(GgmlBlock block, std::span<float> values) {
    decode_integers<1>(read_q5_0, block, values);
}

// d, m, qh[4], qs[16]: d q + m
void read_q5_1(GgmlBlock block, std::span<IntegerBlock> out) {
    out[0].scale = half_at(block, 0);
    out[0].minimum = -half_at(block, 2);
    for (std::size_t i = 0; i < kBlock; ++i) {
        const unsigned q = nibble(block, 8, i) | bit(block, 4, i) << 4U;
        out[0].values[i] = static_cast<std::int8_t>(q);
    }
}

void decode_q5_1(GgmlBlock block, std::span<float> values) {
    decode_integers<1>(read_q5_1, block, values);
}

// d, qs[32] signed: d q
void read_q8_0(GgmlBlock block, std::span<IntegerBlock> out) {
    out[0].scale = half_at(block, 0);
    for (std::size_t i = 0; i < kBlock; ++i) {
        out[0].values[i] = std::to_integer<std::int8_t>(block[2 + i]);
    }
}

void decode_q8_0(GgmlBlock block, std::span<float> values) {
    decode_integers<1>(read_q8_0, block, values);
}

// scales[16] (low nibble a scale, high one a minimum, of 16 numbers each), qs[64] (2 bits), d,
// dmin. Each half of 128 numbers is four runs of 32 that share 32 bytes.
void decode_q2_k(GgmlBlock block, std::span<float> values) {
    const float d = half_at(block, 80);
    const float dmin = half_at(block, 82);
    for (std::size_t at = 0; at < values.size(); ++at) {
        const unsigned scale = byte_at(block, at / 16);
        const unsigned shift = static_cast<unsigned>(2 * (at % 128 / kBlock));
        const unsigned q = byte_at(block, 16 + at / 128 * kBlock + at % kBlock) >> shift & 3U;
        values[at] = d * static_cast<float>(scale & 0xFU) * static_cast<float>(q) -
                     dmin * static_cast<float>(scale >> 4U);
    }
}

// hmask[32] (the third bits, inverted: set means no subtraction), qs[64] (2 bits), scales[12], d;
// in the order of Q2_K.
void decode_q3_k(GgmlBlock block, std::span<float> values) {
    const float d = half_at(block, 108);
    for (std::size_t at = 0; at < values.size(); ++at) {
        const std::size_t run = at / kBlock; // of 8
        const unsigned shift = static_cast<unsigned>(2 * (run % 4));
        const unsigned low = byte_at(block, 32 + at / 128 * kBlock + at % kBlock) >> shift & 3U;
        const bool is_high = (byte_at(block, at % kBlock) >> run & 1U) != 0;
        const float q = static_cast<float>(low) - (is_high ? 0.0F : 4.0F);
        values[at] = d * packed_scale_q3(block, 96, at / 16) * q;
    }
}

// d, dmin, scales[12], qs[128]: d scale q - dmin min. 64 numbers share 32 bytes: the first 32 the
// low nibbles.
void read_q4_k(GgmlBlock block, std::span<IntegerBlock> out) {
    read_packed_scales(block, out);
    for (std::size_t part = 0; part < out.size(); ++part) {
        for (std::size_t i = 0; i < kBlock; ++i) {
            const unsigned pair = byte_at(block, 16 + part / 2 * kBlock + i);
            out[part].values[i] =
                static_cast<std::int8_t>(part % 2 == 0 ? pair & 0xFU : pair >> 4U);
        }
    }
}

SuperblockScales scales_of_q4_k(GgmlBlock block) {
    SuperblockScales found{.d = static_cast<std::uint16_t>(word_at(block, 0)),
                           .dmin = static_cast<std::uint16_t>(word_at(block, 2))};
    for (std::size_t i = 0; i < found.scales.size(); ++i) {
        const auto [scale, min] = packed_scale(block, 4, i);
        found.scales[i] = scale;
        found.minimums[i] = min;
    }
    return found;
}

void decode_q4_k(GgmlBlock block, std::span<float> values) {
    decode_integers<8>(read_q4_k, block, values);
}

// d, dmin, scales[12], qh[32] (bit b of each byte is the fifth of sub-block b), qs[128]
void read_q5_k(GgmlBlock block, std::span<IntegerBlock> out) {
    read_packed_scales(block, out);
    for (std::size_t part = 0; part < out.size(); ++part) {
        for (std::size_t i = 0; i < kBlock; ++i) {
            const unsigned pair = byte_at(block, 48 + part / 2 * kBlock + i);
            const unsigned high = byte_at(block, 16 + i) >> part & 1U;
            out[part].values[i] =
                static_cast<std::int8_t>((part % 2 == 0 ? pair & 0xFU : pair >> 4U) | high << 4U);
        }
    }
}

void decode_q5_k(GgmlBlock block, std::span<float> values) {
    decode_integers<8>(read_q5_k, block, values);
}

// ql[128] (low nibbles), qh[64] (high pairs of bits), scales[16] signed, d: d scale (q - 32). Each
// half of 128 numbers is four runs of 32: runs 0 and 2 share bytes of ql, so do 1 and 3, and all
// four share qh.
void decode_q6_k(GgmlBlock block, std::span<float> values) {
    constexpr std::size_t kHighBegin = 128;
    constexpr std::size_t kScaleBegin = 192;
    const float d = half_at(block, 208);
    for (std::size_t at = 0; at < values.size(); ++at) {
        const std::size_t half = at / 128;
        const std::size_t run = at % 128 / kBlock;
        const std::size_t i = at % kBlock;
        const unsigned pair = byte_at(block, half * 64 + run % 2 * kBlock + i);
        const unsigned low = run < 2 ? pair & 0xFU : pair >> 4U;
        const unsigned high = byte_at(block, kHighBegin + half * kBlock + i) >> (2 * run) & 3U;
        const float block_scale = d * signed_at(block, kScaleBegin + at / 16);
        values[at] = block_scale * (static_cast<float>(low | high << 4U) - 32);
    }
}

// d, qs[16]: d table[q]
void read_iq4_nl(GgmlBlock block, std::span<IntegerBlock> out) {
    out[0].scale = half_at(block, 0);
    for (std::size_t i = 0; i < kBlock; ++i) {
        out[0].values[i] = kIq4Values[nibble(block, 2, i)];
    }
}

void decode_iq4_nl(GgmlBlock block, std::span<float> values) {
    decode_integers<1>(read_iq4_nl, block, values);
}

// d, scales_h (2 bits each), scales_l[4] (4 bits each), qs[128]: d (scale - 32) table[q]
void read_iq4_xs(GgmlBlock block, std::span<IntegerBlock> out) {
    const float d = half_at(block, 0);
    const unsigned scales_high = word_at(block, 2);
    for (std::size_t part = 0; part < out.size(); ++part) {
        const unsigned low = byte_at(block, 4 + part / 2) >> (4 * (part % 2)) & 0xFU;
        const unsigned high = scales_high >> (2 * part) & 3U;
        out[part].scale = d * (static_cast<float>(low | high << 4U) - 32);
        for (std::size_t i = 0; i < kBlock; ++i) {
            out[part].values[i] = kIq4Values[nibble(block, 8 + part * 16, i)];
        }
    }
}

void decode_iq4_xs(GgmlBlock block, std::span<float> values) {
    decode_integers<8>(read_iq4_xs, block, values);
}

} // namespace sotto::inference
