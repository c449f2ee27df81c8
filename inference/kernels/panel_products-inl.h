// Sums of products of int8 activations and the weights of a panel, with the best instruction of the
// target, and the interleaving of tokens in tiles. Included once per instruction set.
// Kernels follow Highway's naming, since they stand next to its functions.
// NOLINTBEGIN(readability-identifier-naming)
#if defined(SOTTO_INFERENCE_KERNELS_PANEL_PRODUCTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOTTO_INFERENCE_KERNELS_PANEL_PRODUCTS_INL_H_
#undef SOTTO_INFERENCE_KERNELS_PANEL_PRODUCTS_INL_H_
#else
#define SOTTO_INFERENCE_KERNELS_PANEL_PRODUCTS_INL_H_
#endif

#include "inference/kernels/int4_kernels.h"

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
// At most 16 lanes: a vector is a panel or an even fraction of it.
using Floats = hn::CappedTag<float, kPanelOutputs>;
using Words = hn::RebindToSigned<Floats>;
using UnsignedWords = hn::RebindToUnsigned<Floats>;
using Bytes = hn::Repartition<std::int8_t, Floats>;
using Nibbles = hn::Repartition<std::uint8_t, Floats>;
using FloatVector = hn::Vec<Floats>;
using WordVector = hn::Vec<Words>;
using NibbleVector = hn::Vec<Nibbles>;

template <class T>
HWY_INLINE T read(const std::byte* from) {
    T value;
    std::memcpy(&value, from, sizeof(T));
    return value;
}

// NibbleSums of products over a block, in the form that the instruction set accumulates fastest. In
// the second form, the sum of a block with nibbles up to 15 and |values| up to 128 fits 16 bits.
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
using NibbleSums = WordVector;

HWY_INLINE NibbleSums begin_nibbles(std::int32_t initial) {
    return hn::Set(Words(), initial);
}

HWY_INLINE NibbleSums add_nibbles(NibbleVector nibbles, std::int32_t values, NibbleSums sums) {
    const Words d;
    return hn::SumOfMulQuadAccumulate(d, nibbles, hn::BitCast(Bytes(), hn::Set(d, values)), sums);
}

HWY_INLINE WordVector end_nibbles(NibbleSums sums, std::int32_t /*initial*/) {
    return sums;
}

// vpdpbusd multiplies unsigned by signed bytes: weights are shifted up by 128, and the sums begin
// with the correction for it.
constexpr bool kShiftsBytes = true;
using WeightVector = NibbleVector;

HWY_INLINE WeightVector prepare_weights(hn::Vec<Bytes> weights) {
    const Nibbles d;
    return hn::Xor(hn::BitCast(d, weights), hn::Set(d, std::uint8_t{0x80}));
}

HWY_INLINE WordVector add_bytes(WeightVector weights, std::int32_t values, WordVector sums) {
    const Words d;
    return hn::SumOfMulQuadAccumulate(d, weights, hn::BitCast(Bytes(), hn::Set(d, values)), sums);
}
#elif HWY_ARCH_X86 && HWY_TARGET <= HWY_SSSE3
using Halves = hn::Repartition<std::int16_t, Floats>;
using NibbleSums = hn::Vec<Halves>;

HWY_INLINE NibbleSums begin_nibbles(std::int32_t /*initial*/) {
    return hn::Zero(Halves());
}

HWY_INLINE NibbleSums add_nibbles(NibbleVector nibbles, std::int32_t values, NibbleSums sums) {
    const auto bytes = hn::BitCast(Bytes(), hn::Set(Words(), values));
    return hn::Add(sums, hn::SatWidenMulPairwiseAdd(Halves(), nibbles, bytes));
}

HWY_INLINE WordVector end_nibbles(NibbleSums sums, std::int32_t initial) {
    const Words d;
    return hn::Add(hn::WidenMulPairwiseAdd(d, sums, hn::Set(Halves(), std::int16_t{1})),
                   hn::Set(d, initial));
}

// vpmaddubsw saturates at 16 bits, which two products of at most 128 · 127 do not reach.
constexpr bool kShiftsBytes = false;
struct WeightVector {
    NibbleVector magnitude;
    hn::Vec<Bytes> sign;
};

HWY_INLINE WeightVector prepare_weights(hn::Vec<Bytes> weights) {
    return {hn::BitCast(Nibbles(), hn::Abs(weights)), weights};
}

HWY_INLINE WordVector add_bytes(const WeightVector& weights, std::int32_t values, WordVector sums) {
    const auto signs = hn::IfNegativeThenNegOrUndefIfZero(
        weights.sign, hn::BitCast(Bytes(), hn::Set(Words(), values)));
    const auto pairs = hn::SatWidenMulPairwiseAdd(Halves(), weights.magnitude, signs);
    return hn::Add(sums,
                   hn::WidenMulPairwiseAdd(Words(), pairs, hn::Set(Halves(), std::int16_t{1})));
}
#else
using NibbleSums = WordVector;

HWY_INLINE NibbleSums begin_nibbles(std::int32_t initial) {
    return hn::Set(Words(), initial);
}

HWY_INLINE NibbleSums add_nibbles(NibbleVector nibbles, std::int32_t values, NibbleSums sums) {
    const Words d;
    return hn::SumOfMulQuadAccumulate(d, hn::BitCast(Bytes(), nibbles),
                                      hn::BitCast(Bytes(), hn::Set(d, values)), sums);
}

HWY_INLINE WordVector end_nibbles(NibbleSums sums, std::int32_t /*initial*/) {
    return sums;
}

constexpr bool kShiftsBytes = false;
using WeightVector = hn::Vec<Bytes>;

HWY_INLINE WeightVector prepare_weights(hn::Vec<Bytes> weights) {
    return weights;
}

HWY_INLINE WordVector add_bytes(WeightVector weights, std::int32_t values, WordVector sums) {
    const Words d;
    return hn::SumOfMulQuadAccumulate(d, weights, hn::BitCast(Bytes(), hn::Set(d, values)), sums);
}
#endif

// Not a byte shift: AVX-512 has none, and its replacement would occupy the port of the products.
HWY_INLINE NibbleVector high_nibbles(NibbleVector both) {
    const hn::Repartition<std::uint16_t, Floats> halves;
    const Nibbles d;
    return hn::And(hn::BitCast(d, hn::ShiftRight<4>(hn::BitCast(halves, both))),
                   hn::Set(d, std::uint8_t{15}));
}

// As many tiles as fit the registers with their accumulators.
#if HWY_ARCH_X86 && HWY_TARGET > HWY_AVX3
constexpr std::size_t kMaxTiles = 1;
#else
constexpr std::size_t kMaxTiles = 3;
#endif

// Four inputs per word: adds the bytes of each word to its sum.
using FourWords = hn::FixedTag<std::int32_t, 4>;
HWY_INLINE hn::Vec<FourWords> add_words(const std::int8_t* words, hn::Vec<FourWords> sums) {
    const hn::Repartition<std::int8_t, FourWords> d8;
    const hn::Repartition<std::uint8_t, FourWords> ones;
    return hn::SumOfMulQuadAccumulate(FourWords(), hn::Set(ones, std::uint8_t{1}),
                                      hn::LoadU(d8, words), sums);
}

// Writes a block of 32 inputs of four tokens to a tile, four inputs of each token in turn, and
// returns the sum of each token's inputs.
HWY_INLINE hn::Vec<FourWords> interleave_tokens(const std::int8_t (&blocks)[kTokensPerTile][32],
                                                std::int8_t* out) {
    const hn::FixedTag<std::uint32_t, 4> d;
    auto sums = hn::Zero(FourWords());
    for (std::size_t i = 0; i < 32; i += 16) {
        const auto words = [&](std::size_t r) HWY_ATTR {
            return hn::LoadU(d, reinterpret_cast<const std::uint32_t*>(blocks[r] + i));
        };
        hn::StoreInterleaved4(words(0), words(1), words(2), words(3), d,
                              reinterpret_cast<std::uint32_t*>(out + i * kTokensPerTile));
        for (std::size_t k = 0; k < 16; k += 4) {
            sums = add_words(out + (i + k) * kTokensPerTile, sums);
        }
    }
    return sums;
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();

#endif
// NOLINTEND(readability-identifier-naming)
