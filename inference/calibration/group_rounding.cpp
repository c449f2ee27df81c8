#include "inference/calibration/group_rounding.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/calibration/group_rounding.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for every instruction set.
#include <hwy/highway.h>

#include <cstdint>

// Kernels are named in the manner of Highway, whose functions stand beside them.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
// No more lanes than a strip has rows, whatever the instruction set.
using Floats = hn::CappedTag<float, kStripRows>;
using FloatVector = hn::Vec<Floats>;

// The largest weight becomes 6.6 to 10 steps: beyond 7 it is clipped in favour of the others.
constexpr int kScales = 35;
constexpr float kFewestSteps = 6.6F;
constexpr float kStepsApart = 0.1F;

// The bfloat16 number nearest to a positive one, at least the smallest normal one.
HWY_INLINE FloatVector UsableScale(FloatVector scale) {
    const Floats d;
    const hn::RebindToUnsigned<Floats> bits;
    const auto kept = hn::BitCast(bits, hn::Max(scale, hn::Set(d, 0x1p-126F)));
    const auto is_odd = hn::And(hn::ShiftRight<16>(kept), hn::Set(bits, 1U));
    const auto rounded = hn::Add(kept, hn::Add(is_odd, hn::Set(bits, 0x7FFFU)));
    return hn::BitCast(d, hn::And(rounded, hn::Set(bits, 0xFFFF0000U)));
}

// Rounds the columns of some lanes one after the other; the weighted error. `out`: the lanes' part
// of the group where the steps are wanted, else null.
HWY_INLINE FloatVector RoundColumns(const GroupOfStrip& group, std::size_t lane, FloatVector scale,
                                    float* HWY_RESTRICT errors, float* HWY_RESTRICT out) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    const auto inverse = hn::Div(hn::Set(d, 1.0F), scale);
    auto total = hn::Zero(d);
    for (std::size_t col = 0; col < kInt4GroupSize; ++col) {
        auto wanted = hn::LoadU(d, group.adjusted + col * kStripRows + lane);
        const float* const feedback = group.feedback + col;
        for (std::size_t before = 0; before < col; ++before) {
            wanted = hn::MulAdd(hn::LoadU(d, errors + before * lanes),
                                hn::Set(d, feedback[before * group.feedback_stride]), wanted);
        }
        const auto steps = hn::Max(hn::Min(hn::Round(hn::Mul(wanted, inverse)), hn::Set(d, 7.0F)),
                                   hn::Set(d, -8.0F));
        const auto rest = hn::NegMulAdd(steps, scale, wanted);
        total = hn::MulAdd(hn::Mul(rest, rest), hn::Set(d, group.diagonal[col]), total);
        const auto weight = hn::LoadU(d, group.weights + col * kStripRows + lane);
        hn::StoreU(hn::NegMulAdd(steps, scale, weight), d, errors + col * lanes);
        if (out != nullptr) {
            hn::StoreU(steps, d, out + col * kStripRows);
        }
    }
    return total;
}

void RoundGroup(const GroupOfStrip& group) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    HWY_ALIGN float errors[kInt4GroupSize * kStripRows];
    for (std::size_t lane = 0; lane < kStripRows; lane += lanes) {
        auto largest = hn::Zero(d);
        for (std::size_t col = 0; col < kInt4GroupSize; ++col) {
            largest =
                hn::Max(largest, hn::Abs(hn::LoadU(d, group.adjusted + col * kStripRows + lane)));
        }
        auto best = UsableScale(hn::Mul(largest, hn::Set(d, 1 / 7.0F)));
        auto least = RoundColumns(group, lane, best, errors, nullptr);
        for (int i = 0; i < kScales; ++i) {
            const float steps = kFewestSteps + kStepsApart * static_cast<float>(i);
            const auto scale = UsableScale(hn::Mul(largest, hn::Set(d, 1 / steps)));
            const auto error = RoundColumns(group, lane, scale, errors, nullptr);
            const auto is_better = hn::Lt(error, least);
            best = hn::IfThenElse(is_better, scale, best);
            least = hn::IfThenElse(is_better, error, least);
        }
        RoundColumns(group, lane, best, errors, group.steps + lane);
        hn::StoreU(best, d, group.scales + lane);
        for (std::size_t col = 0; col < kInt4GroupSize; ++col) {
            hn::StoreU(hn::LoadU(d, errors + col * lanes), d,
                       group.errors + col * kStripRows + lane);
        }
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(RoundGroup);

void round_group(const GroupOfStrip& group) {
    HWY_DYNAMIC_DISPATCH(RoundGroup)(group);
}

} // namespace sotto::inference
#endif
