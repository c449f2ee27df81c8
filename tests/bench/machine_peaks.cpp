#include "tests/bench/machine_peaks.h"

// As in the attention kernels.
#define HWY_WANT_AVX3_DL
#define HWY_DISABLED_TARGETS                                                                       \
    (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3 | HWY_AVX3_ZEN4 | HWY_AVX3_SPR | HWY_SVE | HWY_SVE2 |         \
     HWY_SVE_256 | HWY_SVE2_128)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/bench/machine_peaks.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once per instruction set.
#include "inference/kernels/int8_dot-inl.h"

#include <hwy/highway.h>

#include <algorithm>

// Kernels follow Highway's naming, since they stand next to its functions.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::bench {
namespace HWY_NAMESPACE {

namespace kernels = sotto::inference::HWY_NAMESPACE;
namespace hn = hwy::HWY_NAMESPACE;

// Chains of dependent operations, enough of them to keep the units busy.
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

// One operand changes in every round and the other with every chain, so that nothing can be
// hoisted; the latter comes from memory, as in the kernels.
double RunInt8Products(std::size_t rounds) {
    std::int8_t right[kChains * kernels::kQuad];
    kernels::SumVector sums[kChains];
#pragma GCC unroll 16
    for (std::size_t i = 0; i < kChains; ++i) {
        std::fill_n(right + i * kernels::kQuad, kernels::kQuad, static_cast<std::int8_t>(i));
        sums[i] = kernels::ToSum(hn::Zero(kernels::Int32s()));
    }
    hwy::PreventElision(right[0]);
    const auto one = hn::Set(kernels::Uint8s(), std::uint8_t{1});
    auto left = one;
    for (std::size_t round = 0; round < rounds; ++round) {
        left = hn::And(hn::Add(left, one), hn::Set(kernels::Uint8s(), std::uint8_t{0x7F}));
#pragma GCC unroll 16
        for (std::size_t i = 0; i < kChains; ++i) {
            sums[i] = kernels::AddDotUnsigned(sums[i], left,
                                              kernels::BroadcastQuad(right + i * kernels::kQuad));
        }
    }
    auto total = hn::Zero(kernels::Int32s());
    for (const auto& sum : sums) {
        total = hn::Add(total, kernels::FromSum(sum));
    }
    hwy::PreventElision(hn::ReduceSum(kernels::Int32s(), total));
    return 2.0 * static_cast<double>(rounds * kChains * kernels::kLanes * kernels::kQuad);
}

double RunFloatProducts(std::size_t rounds) {
    const kernels::Floats d;
    float right[kChains];
    kernels::FloatVector sums[kChains];
#pragma GCC unroll 16
    for (std::size_t i = 0; i < kChains; ++i) {
        right[i] = static_cast<float>(i);
        sums[i] = hn::Zero(d);
    }
    hwy::PreventElision(right[0]);
    const auto one = hn::Set(d, 1.0F);
    auto left = one;
    for (std::size_t round = 0; round < rounds; ++round) {
        left = hn::Add(left, one);
#pragma GCC unroll 16
        for (std::size_t i = 0; i < kChains; ++i) {
            sums[i] = hn::MulAdd(left, hn::Set(d, right[i]), sums[i]);
        }
    }
    auto total = hn::Zero(d);
    for (const auto& sum : sums) {
        total = hn::Add(total, sum);
    }
    hwy::PreventElision(hn::ReduceSum(d, total));
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
