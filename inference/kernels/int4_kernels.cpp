#include "inference/kernels/int4_kernels.h"

// The tiles are arrays of vectors, which sizes known only at run time do not allow; processors with
// such vectors also have those of 128 bits.
#define HWY_DISABLED_TARGETS (HWY_ALL_SVE | HWY_RVV)
// Processors with the dot product but without bfloat16.
#define HWY_WANT_AVX3_DL 1
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/kernels/int4_kernels.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for every instruction set.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <cstring>

// Kernels are named in the manner of Highway, whose functions stand beside them.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
// At most 16 lanes: a vector is a strip or an even part of it.
using Floats = hn::CappedTag<float, kStripOutputs>;
using Words = hn::RebindToSigned<Floats>;
using UnsignedWords = hn::RebindToUnsigned<Floats>;
using Bytes = hn::Repartition<std::int8_t, Floats>;
using Nibbles = hn::Repartition<std::uint8_t, Floats>;
using FloatVector = hn::Vec<Floats>;
using WordVector = hn::Vec<Words>;
using NibbleVector = hn::Vec<Nibbles>;

constexpr float kSteps = 255;
// Ranges below this have no inverse.
constexpr float kLeastRange = 1e-30F;

template <class T>
HWY_INLINE T read(const std::byte* from) {
    T value;
    std::memcpy(&value, from, sizeof(T));
    return value;
}

// Sums of products over a block, in the form that the instruction set adds them up fastest. The
// sum of a block with nibbles up to 15 and |values| up to 128 fits 16 bits in the second form.
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
using Sums = WordVector;

HWY_INLINE Sums begin_block(std::int32_t minus_eight_sums) {
    return hn::Set(Words(), minus_eight_sums);
}

HWY_INLINE Sums add_products(NibbleVector nibbles, std::int32_t values, Sums sums) {
    const Words d;
    return hn::SumOfMulQuadAccumulate(d, nibbles, hn::BitCast(Bytes(), hn::Set(d, values)), sums);
}

HWY_INLINE WordVector end_block(Sums sums, std::int32_t /*minus_eight_sums*/) {
    return sums;
}
#elif HWY_ARCH_X86 && HWY_TARGET <= HWY_SSSE3
using Halves = hn::Repartition<std::int16_t, Floats>;
using Sums = hn::Vec<Halves>;

HWY_INLINE Sums begin_block(std::int32_t /*minus_eight_sums*/) {
    return hn::Zero(Halves());
}

HWY_INLINE Sums add_products(NibbleVector nibbles, std::int32_t values, Sums sums) {
    const auto bytes = hn::BitCast(Bytes(), hn::Set(Words(), values));
    return hn::Add(sums, hn::SatWidenMulPairwiseAdd(Halves(), nibbles, bytes));
}

HWY_INLINE WordVector end_block(Sums sums, std::int32_t minus_eight_sums) {
    const Words d;
    return hn::Add(hn::WidenMulPairwiseAdd(d, sums, hn::Set(Halves(), std::int16_t{1})),
                   hn::Set(d, minus_eight_sums));
}
#else
using Sums = WordVector;

HWY_INLINE Sums begin_block(std::int32_t minus_eight_sums) {
    return hn::Set(Words(), minus_eight_sums);
}

HWY_INLINE Sums add_products(NibbleVector nibbles, std::int32_t values, Sums sums) {
    const Words d;
    return hn::SumOfMulQuadAccumulate(d, hn::BitCast(Bytes(), nibbles),
                                      hn::BitCast(Bytes(), hn::Set(d, values)), sums);
}

HWY_INLINE WordVector end_block(Sums sums, std::int32_t /*minus_eight_sums*/) {
    return sums;
}
#endif

// Not a shift of bytes: with the instruction for that, AVX-512 takes a slot of the products.
HWY_INLINE NibbleVector high_nibbles(NibbleVector both) {
    const hn::Repartition<std::uint16_t, Floats> halves;
    const Nibbles d;
    return hn::And(hn::BitCast(d, hn::ShiftRight<4>(hn::BitCast(halves, both))),
                   hn::Set(d, std::uint8_t{15}));
}

// As many rows as leave no accumulator without a register.
#if HWY_ARCH_X86 && HWY_TARGET > HWY_AVX3
constexpr std::size_t kMaxBlocks = 1;
#else
constexpr std::size_t kMaxBlocks = 3;
#endif

// totals[row] += scale · Σ (nibble − 8) · value over one block, for the vector of outputs at
// `block`. Each group's rows lie at groups[i].
template <std::size_t kBlocks, std::size_t kRows>
HWY_INLINE void multiply_block(const std::byte* block, FloatVector scale,
                               const std::byte* const (&groups)[kBlocks],
                               FloatVector (&totals)[kRows]) {
    constexpr std::size_t kBlockInputs = kRows / kBlocks;
    constexpr std::size_t kSumsAt = kBlockInputs * kInt4BlockSize;
    // One row alone has too few sums that can be added to at the same time.
    constexpr std::size_t kHigh = kRows == 1 ? 1 : 0;
    const Nibbles d;
    const auto low_mask = hn::Set(d, std::uint8_t{15});
    Sums sums[kRows + kHigh];
    sums[kHigh] = begin_block(0);
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kRows; ++r) {
        sums[r] = begin_block(
            read<std::int32_t>(groups[r / kBlockInputs] + kSumsAt + r % kBlockInputs * 4));
    }
    HWY_UNROLL(4)
    for (std::size_t j = 0; j < 4; ++j) {
        const auto both = hn::LoadU(d, reinterpret_cast<const std::uint8_t*>(block) + 64 * j);
        const auto low = hn::And(both, low_mask);
        const auto high = high_nibbles(both);
        HWY_UNROLL(16)
        for (std::size_t r = 0; r < kRows; ++r) {
            const auto* values =
                groups[r / kBlockInputs] + (2 * j * kBlockInputs + r % kBlockInputs) * 4;
            sums[r] = add_products(low, read<std::int32_t>(values), sums[r]);
        }
        HWY_UNROLL(16)
        for (std::size_t r = 0; r < kRows; ++r) {
            const auto* values =
                groups[r / kBlockInputs] + ((2 * j + 1) * kBlockInputs + r % kBlockInputs) * 4;
            sums[r + kHigh] = add_products(high, read<std::int32_t>(values), sums[r + kHigh]);
        }
    }
    if constexpr (kHigh == 1) {
        sums[0] = hn::Add(sums[0], sums[1]);
    }
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kRows; ++r) {
        const auto sum = end_block(
            sums[r], read<std::int32_t>(groups[r / kBlockInputs] + kSumsAt + r % kBlockInputs * 4));
        totals[r] = hn::MulAdd(hn::ConvertTo(Floats(), sum), scale, totals[r]);
    }
}

// kBlocks groups of kBlockInputs rows × the vector of outputs that begins `lane` outputs into the
// strip.
template <std::size_t kBlocks, std::size_t kBlockInputs>
HWY_INLINE void multiply_tile(const Int4Strips& weights, const std::byte* strip, std::size_t lane,
                              const Int4Rows& rows, std::size_t group, float* out,
                              std::size_t out_stride) {
    constexpr std::size_t kRows = kBlocks * kBlockInputs;
    constexpr std::size_t kBytes = block_group_bytes(kBlockInputs);
    const Floats d;
    const UnsignedWords du;
    const std::byte* groups[kBlocks];
    for (std::size_t i = 0; i < kBlocks; ++i) {
        groups[i] = rows.groups + (group + i) * rows.block_bytes();
    }
    const auto row = group * kBlockInputs;
    const auto weight_sums = hn::LoadU(d, reinterpret_cast<const float*>(strip) + lane);
    FloatVector totals[kRows];
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kRows; ++r) {
        totals[r] = hn::Mul(hn::Set(d, rows.minus_zero_points[row + r]), weight_sums);
    }
    const std::byte* pair = strip + kStripSumsBytes + lane * sizeof(float);
    for (std::size_t i = 0; i < weights.pairs; ++i) {
        const auto scales =
            hn::LoadU(du, reinterpret_cast<const std::uint32_t*>(pair + 2 * kStripBlockBytes));
        multiply_block(pair, hn::BitCast(d, hn::ShiftLeft<16>(scales)), groups, totals);
        for (auto& one : groups) {
            one += kBytes;
        }
        multiply_block(pair + kStripBlockBytes,
                       hn::BitCast(d, hn::And(scales, hn::Set(du, 0xFFFF0000U))), groups, totals);
        for (auto& one : groups) {
            one += kBytes;
        }
        pair += kStripPairBytes;
    }
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kRows; ++r) {
        hn::StoreU(hn::Mul(totals[r], hn::Set(d, rows.scales[row + r])), d, out + r * out_stride);
    }
}

// The same for a whole strip; what is beyond the last row or output is not written.
template <std::size_t kBlocks, std::size_t kBlockInputs>
HWY_INLINE void multiply_blocks(const Int4Strips& weights, std::size_t index, const Int4Rows& rows,
                                std::size_t group, float* out) {
    constexpr std::size_t kRows = kBlocks * kBlockInputs;
    const auto* strip = weights.strips + index * weights.strip_bytes();
    const auto row = group * kBlockInputs;
    const auto n_rows = std::min(kRows, rows.rows - row);
    const auto n_outputs = std::min(kStripOutputs, weights.outputs - index * kStripOutputs);
    float* const place = out + row * weights.outputs + index * kStripOutputs;
    const bool is_whole = n_rows == kRows && n_outputs == kStripOutputs;
    HWY_ALIGN float aside[kRows * kStripOutputs];
    float* const to = is_whole ? place : aside;
    const auto stride = is_whole ? weights.outputs : kStripOutputs;
    for (std::size_t lane = 0; lane < kStripOutputs; lane += hn::Lanes(Floats())) {
        multiply_tile<kBlocks, kBlockInputs>(weights, strip, lane, rows, group, to + lane, stride);
    }
    for (std::size_t r = 0; !is_whole && r < n_rows; ++r) {
        std::copy_n(aside + r * kStripOutputs, n_outputs, place + r * weights.outputs);
    }
}

void MultiplyStrips(const Int4Strips& weights, std::size_t first, std::size_t end,
                    const Int4Rows& rows, float* out) {
    const auto n_blocks = rows.n_blocks_total();
    for (std::size_t strip = first; strip < end; ++strip) {
        if (rows.rows == 1) {
            multiply_blocks<1, 1>(weights, strip, rows, 0, out);
            continue;
        }
        std::size_t group = 0;
        if constexpr (kMaxBlocks == 3) {
            for (; group + 3 <= n_blocks; group += 3) {
                multiply_blocks<3, kGroupRows>(weights, strip, rows, group, out);
            }
            for (; group + 2 <= n_blocks; group += 2) {
                multiply_blocks<2, kGroupRows>(weights, strip, rows, group, out);
            }
        }
        for (; group < n_blocks; ++group) {
            multiply_blocks<1, kGroupRows>(weights, strip, rows, group, out);
        }
    }
}

const char* InstructionSet() {
    return hwy::TargetName(HWY_TARGET);
}

// How a row is quantized.
struct Quantization {
    float inverse_scale;
    std::int32_t zero_point;
};

HWY_INLINE Quantization choose_quantization(const float* x, std::size_t width, float* scale,
                                            float* minus_zero_point) {
    const Floats d;
    auto least = hn::Zero(d);
    auto greatest = hn::Zero(d);
    for (std::size_t i = 0; i < width; i += hn::Lanes(d)) {
        const auto v = hn::LoadU(d, x + i);
        least = hn::Min(least, v);
        greatest = hn::Max(greatest, v);
    }
    const float minimum = hn::ReduceMin(d, least);
    const float range = hn::ReduceMax(d, greatest) - minimum;
    if (!(range >= kLeastRange)) {
        *scale = 0;
        *minus_zero_point = 0;
        return {0, 0};
    }
    const float inverse = kSteps / range;
    const float steps_below_zero = minimum * inverse;
    const float zero_point =
        std::clamp(std::nearbyint(-128.0F - steps_below_zero), -128.0F, 127.0F);
    *scale = range / kSteps;
    *minus_zero_point = -zero_point;
    return {inverse, static_cast<std::int32_t>(zero_point)};
}

HWY_INLINE void quantize_block(const float* x, const Quantization& how, std::int8_t* out) {
    const Floats d;
    const hn::Rebind<std::int8_t, Floats> d8;
    const auto inverse = hn::Set(d, how.inverse_scale);
    const auto zero_point = hn::Set(Words(), how.zero_point);
    for (std::size_t i = 0; i < kInt4BlockSize; i += hn::Lanes(d)) {
        const auto steps = hn::NearestInt(hn::Mul(hn::LoadU(d, x + i), inverse));
        hn::StoreU(hn::DemoteTo(d8, hn::Add(steps, zero_point)), d8, out + i);
    }
}

// Four columns a word: the sums of words' bytes.
using FourWords = hn::FixedTag<std::int32_t, 4>;
HWY_INLINE hn::Vec<FourWords> add_bytes(const std::int8_t* words, hn::Vec<FourWords> sums) {
    const hn::Repartition<std::int8_t, FourWords> d8;
    const hn::Repartition<std::uint8_t, FourWords> ones;
    return hn::SumOfMulQuadAccumulate(FourWords(), hn::Set(ones, std::uint8_t{1}),
                                      hn::LoadU(d8, words), sums);
}

HWY_INLINE hn::Vec<FourWords> minus_eight_times(hn::Vec<FourWords> sums) {
    return hn::Neg(hn::ShiftLeft<3>(sums));
}

void QuantizeRow(const float* x, std::size_t width, const Int4Rows& rows) {
    const auto how = choose_quantization(x, width, rows.scales, rows.minus_zero_points);
    auto* out = reinterpret_cast<std::int8_t*>(rows.groups);
    for (std::size_t column = 0; column < width; column += kInt4BlockSize) {
        quantize_block(x + column, how, out);
        const auto sums = add_bytes(out + 16, add_bytes(out, hn::Zero(FourWords())));
        const auto sum = hn::ReduceSum(FourWords(), minus_eight_times(sums));
        std::memcpy(out + kInt4BlockSize, &sum, sizeof sum);
        out += block_group_bytes(1);
    }
}

void QuantizeBlock(const float* x, std::size_t stride, std::size_t width, std::size_t group,
                   const Int4Rows& rows) {
    const hn::FixedTag<std::uint32_t, 4> d;
    const auto first = group * kGroupRows;
    const auto n_rows = std::min(kGroupRows, rows.rows - first);
    HWY_ALIGN std::int8_t blocks[kGroupRows][kInt4BlockSize] = {};
    Quantization how[kGroupRows];
    for (std::size_t r = 0; r < kGroupRows; ++r) {
        rows.scales[first + r] = 0;
        rows.minus_zero_points[first + r] = 0;
        if (r < n_rows) {
            how[r] = choose_quantization(x + (first + r) * stride, width, rows.scales + first + r,
                                         rows.minus_zero_points + first + r);
        }
    }
    auto* out = reinterpret_cast<std::int8_t*>(rows.groups + group * rows.block_bytes());
    for (std::size_t column = 0; column < width; column += kInt4BlockSize) {
        for (std::size_t r = 0; r < n_rows; ++r) {
            quantize_block(x + (first + r) * stride + column, how[r], blocks[r]);
        }
        auto sums = hn::Zero(FourWords());
        for (std::size_t i = 0; i < kInt4BlockSize; i += 16) {
            const auto words = [&](std::size_t r) HWY_ATTR {
                return hn::LoadU(d, reinterpret_cast<const std::uint32_t*>(blocks[r] + i));
            };
            hn::StoreInterleaved4(words(0), words(1), words(2), words(3), d,
                                  reinterpret_cast<std::uint32_t*>(out + i * kGroupRows));
            for (std::size_t k = 0; k < 16; k += 4) {
                sums = add_bytes(out + (i + k) * kGroupRows, sums);
            }
        }
        hn::StoreU(minus_eight_times(sums), FourWords(),
                   reinterpret_cast<std::int32_t*>(out + kInt4BlockSize * kGroupRows));
        out += block_group_bytes(kGroupRows);
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(InstructionSet);
HWY_EXPORT(MultiplyStrips);
HWY_EXPORT(QuantizeRow);
HWY_EXPORT(QuantizeBlock);

const char* instruction_set() {
    return HWY_DYNAMIC_DISPATCH(InstructionSet)();
}

void quantize_block(const float* input, std::size_t stride, std::size_t width, std::size_t group,
                    const Int4Rows& rows) {
    if (rows.rows == 1) {
        HWY_DYNAMIC_DISPATCH(QuantizeRow)(input, width, rows);
    } else {
        HWY_DYNAMIC_DISPATCH(QuantizeBlock)(input, stride, width, group, rows);
    }
    const auto written = width / kInt4BlockSize * block_group_bytes(rows.group_rows());
    auto* const begin = rows.groups + group * rows.block_bytes();
    std::fill(begin + written, begin + rows.block_bytes(), std::byte{0});
}

void multiply_strips(const Int4Strips& weights, std::size_t first, std::size_t end,
                     const Int4Rows& rows, float* out) {
    HWY_DYNAMIC_DISPATCH(MultiplyStrips)(weights, first, end, rows, out);
}

} // namespace sotto::inference
#endif
