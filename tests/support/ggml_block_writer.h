#pragma once

#include "tests/support/gguf_of_folder.h"
#include "tests/support/gguf_writer.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Packs numbers in the order in which the GGUF format describes the bytes of its blocks, without
// the engine's own code.
namespace sotto::test {

inline std::string bytes_of(std::span<const unsigned> bytes) {
    std::string text;
    for (const unsigned byte : bytes) {
        text += static_cast<char>(byte);
    }
    return text;
}

/// Nibbles of each run of `2 * half` numbers: byte i has number i in its low half, i + half in its
/// high one.
inline std::string nibbles(std::span<const unsigned> numbers, std::size_t half) {
    std::string text;
    for (std::size_t run = 0; run < numbers.size(); run += 2 * half) {
        for (std::size_t i = run; i < run + half; ++i) {
            text += static_cast<char>((numbers[i] & 15U) | (numbers[i + half] & 15U) << 4U);
        }
    }
    return text;
}

/// Two bits of each number: byte i of 32 has those of numbers i, i + 32, i + 64, i + 96 of each
/// 128.
inline std::string bit_pairs(std::span<const unsigned> numbers) {
    std::string text;
    for (std::size_t run = 0; run < numbers.size(); run += 128) {
        for (std::size_t i = run; i < run + 32; ++i) {
            text += static_cast<char>((numbers[i] & 3U) | (numbers[i + 32] & 3U) << 2U |
                                      (numbers[i + 64] & 3U) << 4U | (numbers[i + 96] & 3U) << 6U);
        }
    }
    return text;
}

/// Byte i of 32 has bit `place` of numbers i, i + 32, … i + 224, the first in its lowest bit.
inline std::string high_bits(std::span<const unsigned> numbers, unsigned place) {
    std::string text;
    for (std::size_t i = 0; i < 32; ++i) {
        unsigned byte = 0;
        for (std::size_t run = 0; run < 8; ++run) {
            byte |= (numbers[run * 32 + i] >> place & 1U) << run;
        }
        text += static_cast<char>(byte);
    }
    return text;
}

/// Eight 6-bit scales and minima in 12 bytes: the first four of each whole, whose free bits hold
/// the high pairs of the last four.
inline std::string packed_scales(std::span<const unsigned> scales, std::span<const unsigned> mins) {
    std::array<unsigned, 12> bytes{};
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[i] = scales[i] | scales[i + 4] >> 4U << 6U;
        bytes[i + 4] = mins[i] | mins[i + 4] >> 4U << 6U;
        bytes[i + 8] = (scales[i + 4] & 15U) | (mins[i + 4] & 15U) << 4U;
    }
    return bytes_of(bytes);
}

/// Sixteen 6-bit scales of Q3_K: low nibbles of i and i + 8 in one byte, then the high pairs.
inline std::string packed_q3_scales(std::span<const unsigned> scales) {
    std::array<unsigned, 12> packed{};
    for (std::size_t i = 0; i < 8; ++i) {
        packed[i] = (scales[i] & 15U) | (scales[i + 8] & 15U) << 4U;
    }
    for (std::size_t i = 0; i < 4; ++i) {
        packed[8 + i] = scales[i] >> 4U | scales[i + 4] >> 4U << 2U | scales[i + 8] >> 4U << 4U |
                        scales[i + 12] >> 4U << 6U;
    }
    return bytes_of(packed);
}

/// The table of IQ4_NL and IQ4_XS.
inline constexpr std::array<int, 16> kIq4Table{-127, -104, -83, -65, -49, -35, -22, -10,
                                               1,    13,   25,  38,  53,  69,  89,  113};

/// Random weights of about ±0.15 as a GGUF file stores them, and what they are worth.
class BlockWriter {
public:
    struct Row {
        std::string bytes;
        std::vector<float> values;
    };

    explicit BlockWriter(std::uint32_t seed) : random_(seed) {}

    /// The types of blocks and of plain numbers, by the names and ids of the format.
    struct Type {
        std::string_view name;
        std::uint32_t id;
    };
    static constexpr std::array<Type, 15> kTypes{{{"F32", 0},
                                                  {"F16", 1},
                                                  {"Q4_0", 2},
                                                  {"Q4_1", 3},
                                                  {"Q5_0", 6},
                                                  {"Q5_1", 7},
                                                  {"Q8_0", 8},
                                                  {"Q2_K", 10},
                                                  {"Q3_K", 11},
                                                  {"Q4_K", 12},
                                                  {"Q5_K", 13},
                                                  {"Q6_K", 14},
                                                  {"IQ4_NL", 20},
                                                  {"IQ4_XS", 23},
                                                  {"BF16", 30}}};

    /// A row of `cols` weights, a multiple of 256.
    Row row(std::string_view type, std::size_t cols) {
        Row made;
        while (made.values.size() < cols) {
            const Row block = type.ends_with("_K") || type == "IQ4_XS" ? large_block(type)
                              : type.contains('F')                     ? plain_number(type)
                                                                       : small_block(type);
            made.bytes += block.bytes;
            made.values.insert(made.values.end(), block.values.begin(), block.values.end());
        }
        return made;
    }

private:
    /// A number that a half stores, and its bytes.
    struct Half {
        float value;
        std::string bytes;
    };
    Half half(double about) {
        const double spread = 0.75 + static_cast<double>(random_() % 1000) / 2000;
        const std::uint16_t bits = f16_bits(static_cast<float>(about * spread));
        const int exponent = bits >> 10U & 0x1FU;
        const auto fraction = static_cast<float>(bits & 0x3FFU);
        const float size =
            exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
        return {bits >> 15U != 0 ? -size : size, little_endian(bits)};
    }
    std::vector<unsigned> numbers(std::size_t count, unsigned levels) {
        std::vector<unsigned> made(count);
        for (unsigned& number : made) {
            number = static_cast<unsigned>(random_() % levels);
        }
        return made;
    }
    Row plain_number(std::string_view type) {
        const auto value =
            static_cast<float>(static_cast<double>(random_() % 20001) - 10000) / 66667.0F;
        if (type == "F32") {
            return {little_endian(value), {value}};
        }
        if (type == "F16") {
            // Multiples of 2^−13 below 1/4 are halves.
            const float rounded = std::nearbyint(value * 8192) / 8192;
            return {little_endian(f16_bits(rounded)), {rounded}};
        }
        const std::uint32_t kept = std::bit_cast<std::uint32_t>(value) & 0xFFFF'0000U;
        return {little_endian(static_cast<std::uint16_t>(kept >> 16U)),
                {std::bit_cast<float>(kept)}};
    }
    Row small_block(std::string_view type);
    Row large_block(std::string_view type);

    std::mt19937 random_;
};

inline BlockWriter::Row BlockWriter::small_block(std::string_view type) {
    Row row;
    const auto fill = [&](const std::vector<unsigned>& from, auto value) {
        for (const unsigned number : from) {
            row.values.push_back(value(number));
        }
    };
    if (type == "Q8_0") {
        const Half d = half(0.15 / 127);
        const auto q = numbers(32, 256);
        fill(q,
             [&](unsigned n) { return d.value * static_cast<float>(static_cast<int>(n) - 128); });
        row.bytes = d.bytes;
        for (const unsigned n : q) {
            row.bytes += static_cast<char>(static_cast<int>(n) - 128);
        }
        return row;
    }
    const bool has_fifth = type.starts_with("Q5");
    const unsigned levels = has_fifth ? 32 : 16;
    const auto q = numbers(32, levels);
    std::string rest = nibbles(q, 16);
    if (has_fifth) {
        std::uint32_t fifth = 0;
        for (std::size_t i = 0; i < 32; ++i) {
            fifth |= (q[i] >> 4U) << i;
        }
        rest = little_endian(fifth) + rest;
    }
    if (type == "IQ4_NL") {
        const Half d = half(0.15 / 127);
        fill(q, [&](unsigned n) { return d.value * static_cast<float>(kIq4Table[n]); });
        row.bytes = d.bytes + rest;
    } else if (type.ends_with("_1")) {
        const Half d = half(0.3 / levels);
        const Half m = half(-0.15);
        fill(q, [&](unsigned n) { return d.value * static_cast<float>(n) + m.value; });
        row.bytes = d.bytes + m.bytes + rest;
    } else {
        const Half d = half(0.3 / levels);
        const auto middle = static_cast<float>(levels / 2);
        fill(q, [&](unsigned n) { return d.value * (static_cast<float>(n) - middle); });
        row.bytes = d.bytes + rest;
    }
    return row;
}

inline BlockWriter::Row BlockWriter::large_block(std::string_view type) {
    Row row;
    const auto fill = [&](auto value) {
        for (std::size_t i = 0; i < 256; ++i) {
            row.values.push_back(value(i));
        }
    };
    const auto real = [](unsigned number) { return static_cast<float>(number); };
    if (type == "Q2_K") {
        const Half d = half(0.3 / 45);
        const Half dmin = half(0.15 / 15);
        const auto q = numbers(256, 4);
        const auto scales = numbers(16, 256);
        fill([&](std::size_t i) {
            const unsigned scale = scales[i / 16];
            return d.value * real((scale & 15U) * q[i]) - dmin.value * real(scale >> 4U);
        });
        row.bytes = bytes_of(scales) + bit_pairs(q) + d.bytes + dmin.bytes;
    } else if (type == "Q3_K") {
        const Half d = half(0.15 / 128);
        const auto q = numbers(256, 8);
        const auto scales = numbers(16, 64);
        fill([&](std::size_t i) {
            return d.value * (real(scales[i / 16]) - 32) * (real(q[i]) - 4);
        });
        row.bytes = high_bits(q, 2) + bit_pairs(q) + packed_q3_scales(scales) + d.bytes;
    } else if (type == "Q6_K") {
        const Half d = half(0.15 / 4096);
        const auto q = numbers(256, 64);
        const auto scales = numbers(16, 256); // as signed bytes
        std::vector<unsigned> high(q);
        for (unsigned& number : high) {
            number >>= 4U;
        }
        fill([&](std::size_t i) {
            const auto scale = static_cast<float>(static_cast<std::int8_t>(scales[i / 16]));
            return d.value * scale * (real(q[i]) - 32);
        });
        row.bytes = nibbles(q, 64) + bit_pairs(high) + bytes_of(scales) + d.bytes;
    } else if (type == "IQ4_XS") {
        const Half d = half(0.15 / 4064);
        const auto q = numbers(256, 16);
        const auto scales = numbers(8, 64);
        unsigned high = 0;
        std::array<unsigned, 4> low{};
        for (std::size_t i = 0; i < 8; ++i) {
            high |= scales[i] >> 4U << (2 * i);
            low[i / 2] |= (scales[i] & 15U) << (4 * (i % 2));
        }
        fill([&](std::size_t i) {
            return d.value * (real(scales[i / 32]) - 32) * static_cast<float>(kIq4Table[q[i]]);
        });
        row.bytes = d.bytes + little_endian(static_cast<std::uint16_t>(high)) + bytes_of(low) +
                    nibbles(q, 16);
    } else {
        const bool has_fifth = type == "Q5_K";
        const unsigned levels = has_fifth ? 32 : 16;
        const Half d = half(0.3 / 63 / levels);
        const Half dmin = half(0.15 / 63);
        const auto q = numbers(256, levels);
        const auto scales = numbers(8, 64);
        const auto mins = numbers(8, 64);
        fill([&](std::size_t i) {
            return d.value * real(scales[i / 32]) * real(q[i]) - dmin.value * real(mins[i / 32]);
        });
        row.bytes = d.bytes + dmin.bytes + packed_scales(scales, mins) +
                    (has_fifth ? high_bits(q, 4) : "") + nibbles(q, 32);
    }
    return row;
}

} // namespace sotto::test
