// Conversion of f16 to f32. Included once per instruction set.
// Kernels follow Highway's naming, since they stand next to its functions.
// NOLINTBEGIN(readability-identifier-naming)
#if defined(SOTTO_INFERENCE_KERNELS_F16_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOTTO_INFERENCE_KERNELS_F16_INL_H_
#undef SOTTO_INFERENCE_KERNELS_F16_INL_H_
#else
#define SOTTO_INFERENCE_KERNELS_F16_INL_H_
#endif

#include <hwy/highway.h>

#include <cstdint>
#include <limits>

HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Loads as many f16 values as `d` has lanes; infinities may become NaN.
template <class D>
HWY_INLINE hn::Vec<D> LoadF16(D d, const std::uint16_t* from) {
    const hn::Rebind<hwy::float16_t, D> d16;
    const auto number =
        hn::PromoteTo(d, hn::LoadU(d16, reinterpret_cast<const hwy::float16_t*>(from)));
#if HWY_ARCH_X86 && HWY_TARGET > HWY_AVX2
    // Without F16C, Highway's conversion turns infinities and NaN into finite values above the
    // largest f16.
    constexpr float kAboveAll = 65536.0F;
    return hn::IfThenElse(hn::Ge(hn::Abs(number), hn::Set(d, kAboveAll)),
                          hn::Set(d, std::numeric_limits<float>::quiet_NaN()), number);
#else
    return number;
#endif
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();

#endif
// NOLINTEND(readability-identifier-naming)
