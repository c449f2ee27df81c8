// int8 dot products, four products added into each int32 lane, with the best instruction of the
// target, and the other primitives of int8 attention. Included once per instruction set.
// Kernels follow Highway's naming, since they stand next to its functions.
// NOLINTBEGIN(readability-identifier-naming)
#if defined(SOTTO_INFERENCE_KERNELS_INT8_DOT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOTTO_INFERENCE_KERNELS_INT8_DOT_INL_H_
#undef SOTTO_INFERENCE_KERNELS_INT8_DOT_INL_H_
#else
#define SOTTO_INFERENCE_KERNELS_INT8_DOT_INL_H_
#endif

#include "inference/kernels/f16-inl.h"

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
// At most 16 lanes, so that tiles and padded heads are whole vectors.
using Floats = hn::CappedTag<float, 16>;
using Int32s = hn::RebindToSigned<Floats>;
using Uint32s = hn::RebindToUnsigned<Floats>;
using Int8s = hn::Repartition<std::int8_t, Int32s>;
using Uint8s = hn::Repartition<std::uint8_t, Int32s>;
using FloatVector = hn::Vec<Floats>;
using Int32Vector = hn::Vec<Int32s>;
using Int8Vector = hn::Vec<Int8s>;
using Uint8Vector = hn::Vec<Uint8s>;

constexpr std::size_t kLanes = hn::MaxLanes(Floats()); // exact on every target here
constexpr std::size_t kQuad = 4;                       // products added up in one lane

#if HWY_ARCH_X86
/// Accumulators. The compiler's own vectors of int32: with the intrinsics' type, whose elements are
/// 64 bits wide, it keeps two registers per accumulator.
using SumVector = std::int32_t __attribute__((vector_size(kLanes * sizeof(std::int32_t))));

HWY_INLINE SumVector ToSum(Int32Vector v) {
    return reinterpret_cast<SumVector>(v.raw);
}

HWY_INLINE Int32Vector FromSum(SumVector sum) {
    return Int32Vector{reinterpret_cast<decltype(Int32Vector::raw)>(sum)};
}
#else
using SumVector = Int32Vector;

HWY_INLINE SumVector ToSum(Int32Vector v) {
    return v;
}

HWY_INLINE Int32Vector FromSum(SumVector sum) {
    return sum;
}
#endif

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
// vpdpbusd multiplies unsigned by signed bytes. Signed vectors are shifted up by 128; the
// accumulators start with a correction for it.
constexpr std::int32_t kSignedBias = 128;
constexpr int kWeightSteps = 254; // plus one for rounding
constexpr std::size_t kSums = 16; // accumulators; leaves registers for the operands
using SignedVector = Uint8Vector;

HWY_INLINE SignedVector PrepareSigned(Int8Vector v) {
    const Uint8s d;
    return hn::Xor(hn::BitCast(d, v), hn::Set(d, std::uint8_t{0x80}));
}

HWY_INLINE SumVector AddDotSigned(SumVector sum, SignedVector a, Int8Vector b) {
    return ToSum(hn::SumOfMulQuadAccumulate(Int32s(), a, b, FromSum(sum)));
}

HWY_INLINE SumVector AddDotUnsigned(SumVector sum, Uint8Vector a, Int8Vector b) {
    return ToSum(hn::SumOfMulQuadAccumulate(Int32s(), a, b, FromSum(sum)));
}

#elif HWY_ARCH_X86 && HWY_TARGET <= HWY_SSSE3
// vpmaddubsw saturates at 16 bits, which the sum of two 7-bit products does not reach.
constexpr std::int32_t kSignedBias = 0;
constexpr int kWeightSteps = 126;
constexpr std::size_t kSums = 8;
struct SignedVector {
    Uint8Vector magnitude;
    Int8Vector sign;
};

HWY_INLINE SignedVector PrepareSigned(Int8Vector v) {
    return {hn::BitCast(Uint8s(), hn::Abs(v)), v};
}

HWY_INLINE SumVector AddDotUnsigned(SumVector sum, Uint8Vector a, Int8Vector b) {
    const hn::Repartition<std::int16_t, Int32s> d16;
    const auto pairs = hn::SatWidenMulPairwiseAdd(d16, a, b);
    return sum + ToSum(hn::WidenMulPairwiseAdd(Int32s(), pairs, hn::Set(d16, std::int16_t{1})));
}

HWY_INLINE SumVector AddDotSigned(SumVector sum, const SignedVector& a, Int8Vector b) {
    return AddDotUnsigned(sum, a.magnitude, hn::IfNegativeThenNegOrUndefIfZero(a.sign, b));
}

#else
constexpr std::int32_t kSignedBias = 0;
constexpr int kWeightSteps = 126; // weights are signed bytes too
constexpr std::size_t kSums = HWY_ARCH_X86 ? 8 : 16;
using SignedVector = Int8Vector;

HWY_INLINE SignedVector PrepareSigned(Int8Vector v) {
    return v;
}

HWY_INLINE SumVector AddDotSigned(SumVector sum, SignedVector a, Int8Vector b) {
#if HWY_TARGET == HWY_NEON_BF16 // Highway 1.2 does not use the instruction here
    return SumVector(vdotq_s32(sum.raw, a.raw, b.raw));
#else
    return ToSum(hn::SumOfMulQuadAccumulate(Int32s(), a, b, FromSum(sum)));
#endif
}

HWY_INLINE SumVector AddDotUnsigned(SumVector sum, Uint8Vector a, Int8Vector b) {
    return AddDotSigned(sum, hn::BitCast(Int8s(), a), b);
}
#endif

/// Repeats four adjacent bytes in every lane.
HWY_INLINE Int8Vector BroadcastQuad(const std::int8_t* from) {
    std::int32_t quad = 0;
    std::memcpy(&quad, from, sizeof quad);
    return hn::BitCast(Int8s(), hn::Set(Int32s(), quad));
}

HWY_INLINE Uint8Vector BroadcastQuad(const std::uint8_t* from) {
    std::int32_t quad = 0;
    std::memcpy(&quad, from, sizeof quad);
    return hn::BitCast(Uint8s(), hn::Set(Int32s(), quad));
}

/// Adding it rounds to an integer (1.5 · 2²³, for magnitudes up to 2²²).
constexpr float kRounder = 12582912.0F;

/// Lower bound of the exponent: such a weight vanishes beside the largest one, and is not denormal.
constexpr float kMinExponent = -100.0F;

/// 2^x for x ≤ 0 with a relative error of 8·10⁻⁵; weights are rounded to 8 bits afterwards. Minimax
/// polynomial for the fractional part.
HWY_INLINE FloatVector Exp2(FloatVector x) {
    const Floats d;
    const Int32s d32;
    const auto rounder = hn::Set(d, kRounder);
    const auto least = hn::Set(d, kMinExponent);
#if HWY_ARCH_X86
    const auto clamped = hn::Max(least, x); // NaN stays NaN
#else                                       // Max returns the other operand
    const auto clamped = hn::IfThenElse(hn::Lt(x, least), least, x);
#endif
    const auto shifted = hn::Add(clamped, rounder);
    const auto rest = hn::Sub(clamped, hn::Sub(shifted, rounder));
    auto power = hn::MulAdd(hn::Set(d, 0.0551716691F), rest, hn::Set(d, 0.242611122F));
    power = hn::MulAdd(power, rest, hn::Set(d, 0.693260985F));
    power = hn::MulAdd(power, rest, hn::Set(d, 0.999928074F));
    const auto exponent = hn::ShiftLeft<23>(hn::BitCast(d32, shifted));
    return hn::BitCast(d, hn::Add(hn::BitCast(d32, power), exponent));
}

/// Returns weight · scale of the token's value and adds the weight to `sum`; a NaN scale of a
/// visible token turns `sum` into NaN.
HWY_INLINE FloatVector ScaleWeight(FloatVector weight, FloatVector scale, FloatVector& sum) {
#if HWY_ARCH_X86
    sum = hn::Add(sum, weight);
    return hn::Mul(weight, scale);
#else // where Max does not propagate NaN
    constexpr float kMaskedWeight = 1e-29F; // above 2^kMinExponent
    const auto scaled = hn::IfThenElseZero(hn::Gt(weight, hn::Set(Floats(), kMaskedWeight)),
                                           hn::Mul(weight, scale));
    sum = hn::Add(sum, hn::Add(weight, hn::Sub(scaled, scaled)));
    return scaled;
#endif
}

/// Rounds a sequence of non-negative values to bytes and carries the rounding error to the next
/// value in the same lane, so that many values below one half still count.
class ByteRounder {
public:
    /// Each value is multiplied by `factor`.
    HWY_INLINE explicit ByteRounder(FloatVector factor)
        : factor_(factor), rounded_(hn::BitCast(Uint32s(), hn::Set(Floats(), kRounder))) {}

    /// Returns an integer in [0, 255].
    HWY_INLINE hn::Vec<Uint32s> Next(FloatVector x) {
        sum_ = hn::MulAdd(x, factor_, sum_);
        const auto rounded = hn::BitCast(Uint32s(), hn::Add(sum_, hn::Set(Floats(), kRounder)));
        const auto step = hn::Sub(rounded, rounded_);
        rounded_ = rounded;
        return step;
    }

private:
    FloatVector factor_;
    FloatVector sum_ = hn::Zero(Floats()); // running sum of the values
    hn::Vec<Uint32s> rounded_;             // the same, rounded
};

/// Factor that maps weights up to `largest` to bytes; 0 if all of them are negligible.
HWY_INLINE FloatVector ByteFactor(FloatVector largest) {
    const Floats d;
    const auto factor = hn::Div(hn::Set(d, static_cast<float>(kWeightSteps)), largest);
    return hn::IfThenElseZero(hn::Gt(largest, hn::Set(d, 1e-25F)), factor);
}

/// Converts absmax scales (f16, the value of 127) to step sizes (f32, the value of 1). `n`: a
/// multiple of 16.
HWY_INLINE void WidenScales(const std::uint16_t* from, std::size_t n, float* to) {
    const Floats d;
    const auto factor = hn::Set(d, 1.0F / 127.0F);
    for (std::size_t i = 0; i < n; i += kLanes) {
        hn::Store(hn::Mul(LoadF16(d, from + i), factor), d, to + i);
    }
}

/// Quantizes x to int8 with an absmax step, which it returns: x ≈ step · out. `n`: a multiple of
/// 16. The step is never 0, and is NaN if some x is not finite.
HWY_INLINE float QuantizeVector(const float* x, std::size_t n, std::int8_t* out) {
    const Floats d;
    const Int32s d32;
    const hn::Rebind<std::int8_t, Floats> d8;
    auto largest = hn::Set(d, 1e-20F);
    auto excess = hn::Zero(d); // x − x: NaN where x is not finite
    for (std::size_t i = 0; i < n; i += kLanes) {
        const auto v = hn::LoadU(d, x + i);
        largest = hn::Max(largest, hn::Abs(v));
        excess = hn::Add(excess, hn::Sub(v, v));
    }
    const float step = hn::ReduceMax(d, largest) / 127.0F;
    const auto factor = hn::Set(d, 1.0F / step);
    for (std::size_t i = 0; i < n; i += kLanes) {
        const auto rounded = hn::NearestInt(hn::Mul(hn::LoadU(d, x + i), factor));
        hn::StoreU(
            hn::DemoteTo(d8, hn::Min(hn::Max(rounded, hn::Set(d32, -127)), hn::Set(d32, 127))), d8,
            out + i);
    }
    return step + hn::ReduceSum(d, excess);
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();

#endif
// NOLINTEND(readability-identifier-naming)
