// f16 numbers as f32. Included once for every instruction set.
// Kernels are named in the manner of Highway, whose functions stand beside them.
// NOLINTBEGIN(readability-identifier-naming)
#if defined(SOTTO_INFERENCE_ENGINE_F16_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SOTTO_INFERENCE_ENGINE_F16_INL_H_
#undef SOTTO_INFERENCE_ENGINE_F16_INL_H_
#else
#define SOTTO_INFERENCE_ENGINE_F16_INL_H_
#endif

#include <hwy/highway.h>

#include <cstdint>
#include <limits>

HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// As many f16 numbers as `d` has lanes; infinities may become no numbers.
template <class D>
HWY_INLINE hn::Vec<D> LoadF16(D d, const std::uint16_t* from) {
    const hn::Rebind<hwy::float16_t, D> d16;
    const auto number =
        hn::PromoteTo(d, hn::LoadU(d16, reinterpret_cast<const hwy::float16_t*>(from)));
#if HWY_ARCH_X86 && HWY_TARGET > HWY_AVX2
    // Without an instruction for it, Highway takes infinities and what is no number for numbers
    // above all that there are.
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
