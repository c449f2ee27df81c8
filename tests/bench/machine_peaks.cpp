#include "tests/bench/machine_peaks.h"

// As in the kernels of attention.
#define HWY_WANT_AVX3_DL
#define HWY_DISABLED_TARGETS                                                                       \
    (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3 | HWY_AVX3_ZEN4 | HWY_AVX3_SPR | HWY_SVE | HWY_SVE2 |         \
     HWY_SVE_256 | HWY_SVE2_128)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/bench/machine_peaks.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for every instruction set.
#include "inference/engine/int8_dot-inl.h"

#include <hwy/highway.h>

// Kernels are named in the manner of Highway, whose functions stand beside them.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::bench {
namespace HWY_NAMESPACE {

namespace kernels = sotto::inference::HWY_NAMESPACE;
namespace hn = hwy::HWY_NAMESPACE;

// Chains of dependent operations, so many that the units are always busy.
constexpr std::size_t kChains = 12;

std::uint64_t SumOf(const std::byte* from, std::size_t bytes) {
    const hn::ScalableTag<std::uint64_t> d;
    const auto* words = reinterpret_cast<const std::uint64_t*>(from);
    const std::size_t lanes = hn::Lanes(d);
    auto s0 = hn::Zero(d);
    auto s1 = hn::Zero(d);
    auto s2 = hn::Zero(d);
    auto s3 = hn::Zero(d);
    for (std::size_t i = 0; i < bytes / sizeof(std::uint64_t); i += 4 * lanes) {
        s0 = hn::Add(s0, hn::LoadU(d, words + i));
        s1 = hn::Add(s1, hn::LoadU(d, words + i + lanes));
        s2 = hn::Add(s2, hn::LoadU(d, words + i + 2 * lanes));
        s3 = hn::Add(s3, hn::LoadU(d, words + i + 3 * lanes));
    }
    return hn::ReduceSum(d, hn::Add(hn::Add(s0, s1), hn::Add(s2, s3)));
}

double RunInt8Products(std::size_t rounds) {
    kernels::SumVector sums[kChains];
    auto a = hn::Set(kernels::Uint8s(), std::uint8_t{1});
    auto b = hn::Set(kernels::Int8s(), std::int8_t{1});
#pragma GCC unroll 16
    for (auto& sum : sums) {
        sum = kernels::ToSum(hn::Zero(kernels::Int32s()));
    }
    for (std::size_t i = 0; i < rounds; ++i) {
        hwy::PreventElision(a);
        hwy::PreventElision(b);
#pragma GCC unroll 16
        for (auto& sum : sums) {
            sum = kernels::AddDotUnsigned(sum, a, b);
        }
    }
    auto total = hn::Zero(kernels::Int32s());
    for (const auto& sum : sums) {
        total = hn::Add(total, kernels::FromSum(sum));
    }
    hwy::PreventElision(total);
    return 2.0 * static_cast<double>(rounds * kChains * kernels::kLanes * kernels::kQuad);
}

double RunFloatProducts(std::size_t rounds) {
    const kernels::Floats d;
    kernels::FloatVector sums[kChains];
    auto a = hn::Set(d, 1.0F);
#pragma GCC unroll 16
    for (auto& sum : sums) {
        sum = hn::Zero(d);
    }
    for (std::size_t i = 0; i < rounds; ++i) {
        hwy::PreventElision(a);
#pragma GCC unroll 16
        for (auto& sum : sums) {
            sum = hn::MulAdd(a, a, sum);
        }
    }
    auto total = hn::Zero(d);
    for (const auto& sum : sums) {
        total = hn::Add(total, sum);
    }
    hwy::PreventElision(total);
    return 2.0 * static_cast<double>(rounds * kChains * kernels::kLanes);
}

} // namespace HWY_NAMESPACE
} // namespace sotto::bench
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::bench {

HWY_EXPORT(SumOf);
HWY_EXPORT(RunInt8Products);
HWY_EXPORT(RunFloatProducts);

std::uint64_t sum_of(const std::byte* from, std::size_t bytes) {
    return HWY_DYNAMIC_DISPATCH(SumOf)(from, bytes);
}

double run_int8_products(std::size_t rounds) {
    return HWY_DYNAMIC_DISPATCH(RunInt8Products)(rounds);
}

double run_float_products(std::size_t rounds) {
    return HWY_DYNAMIC_DISPATCH(RunFloatProducts)(rounds);
}

} // namespace sotto::bench
#endif
