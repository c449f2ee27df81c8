#include "inference/quantization/block_rounding.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/quantization/block_rounding.cpp"
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
// So many vectors of rows are rounded side by side: each column waits for those before it, and
// while one vector waits, the others compute.
constexpr std::size_t kVectors = 4;
// No more lanes than a strip has rows for them, whatever the instruction set.
using Floats = hn::CappedTag<float, kStripRows / kVectors>;
using FloatVector = hn::Vec<Floats>;

// The largest weight becomes 6.6 to 10 steps: beyond 7 it is clipped in favour of the others.
constexpr int kScales = 35;
constexpr float kFewestSteps = 6.6F;
constexpr float kStepsApart = 0.1F;

// What becomes of the rows of some vectors; each array has a number for each row.
struct Rounded {
    HWY_ALIGN float scales[kStripRows];
    HWY_ALIGN float inverses[kStripRows];
    HWY_ALIGN float totals[kStripRows]; // the weighted errors
    HWY_ALIGN float errors[kInt4BlockSize * kStripRows];
};

// The bfloat16 number nearest to a positive one, at least the smallest normal one.
HWY_INLINE FloatVector UsableScale(FloatVector scale) {
    const Floats d;
    const hn::RebindToUnsigned<Floats> bits;
    const auto kept = hn::BitCast(bits, hn::Max(scale, hn::Set(d, 0x1p-126F)));
    const auto is_odd = hn::And(hn::ShiftRight<16>(kept), hn::Set(bits, 1U));
    const auto rounded = hn::Add(kept, hn::Add(is_odd, hn::Set(bits, 0x7FFFU)));
    return hn::BitCast(d, hn::And(rounded, hn::Set(bits, 0xFFFF0000U)));
}

// Rounds a column of one vector, in which `wanted` is what makes up for the columns before it.
HWY_INLINE void RoundColumn(const BlockOfStrip& group, std::size_t col, std::size_t row,
                            FloatVector wanted, Rounded& rounded, float* HWY_RESTRICT steps_out) {
    const Floats d;
    const auto scale = hn::Load(d, rounded.scales + row);
    const auto inverse = hn::Load(d, rounded.inverses + row);
    const auto steps =
        hn::Max(hn::Min(hn::Round(hn::Mul(wanted, inverse)), hn::Set(d, 7.0F)), hn::Set(d, -8.0F));
    const auto rest = hn::NegMulAdd(steps, scale, wanted);
    const auto total = hn::Load(d, rounded.totals + row);
    hn::Store(hn::MulAdd(hn::Mul(rest, rest), hn::Set(d, group.diagonal[col]), total), d,
              rounded.totals + row);
    const auto weight = hn::LoadU(d, group.weights + col * kStripRows + row);
    hn::Store(hn::NegMulAdd(steps, scale, weight), d, rounded.errors + col * kStripRows + row);
    if (steps_out != nullptr) {
        hn::StoreU(steps, d, steps_out + col * kStripRows + row);
    }
}

// Rounds the columns of the vectors from `row` one after the other with `rounded.scales`.
// `steps_out`: of the group, where the steps are wanted, else null.
HWY_INLINE void RoundColumns(const BlockOfStrip& group, std::size_t row, Rounded& rounded,
                             float* HWY_RESTRICT steps_out) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    for (std::size_t i = row; i < row + kVectors * lanes; i += lanes) {
        hn::Store(hn::Div(hn::Set(d, 1.0F), hn::Load(d, rounded.scales + i)), d,
                  rounded.inverses + i);
        hn::Store(hn::Zero(d), d, rounded.totals + i);
    }
    for (std::size_t col = 0; col < kInt4BlockSize; ++col) {
        const float* const adjusted = group.adjusted + col * kStripRows + row;
        auto wanted0 = hn::LoadU(d, adjusted);
        auto wanted1 = hn::LoadU(d, adjusted + lanes);
        auto wanted2 = hn::LoadU(d, adjusted + 2 * lanes);
        auto wanted3 = hn::LoadU(d, adjusted + 3 * lanes);
        const float* const feedback = group.feedback + col;
        for (std::size_t before = 0; before < col; ++before) {
            const auto share = hn::Set(d, feedback[before * group.gptq_stride]);
            const float* const errors = rounded.errors + before * kStripRows + row;
            wanted0 = hn::MulAdd(hn::Load(d, errors), share, wanted0);
            wanted1 = hn::MulAdd(hn::Load(d, errors + lanes), share, wanted1);
            wanted2 = hn::MulAdd(hn::Load(d, errors + 2 * lanes), share, wanted2);
            wanted3 = hn::MulAdd(hn::Load(d, errors + 3 * lanes), share, wanted3);
        }
        RoundColumn(group, col, row, wanted0, rounded, steps_out);
        RoundColumn(group, col, row + lanes, wanted1, rounded, steps_out);
        RoundColumn(group, col, row + 2 * lanes, wanted2, rounded, steps_out);
        RoundColumn(group, col, row + 3 * lanes, wanted3, rounded, steps_out);
    }
}

// Each row's largest weight.
HWY_INLINE void FindLargest(const BlockOfStrip& group, float* HWY_RESTRICT largest) {
    const Floats d;
    for (std::size_t row = 0; row < kStripRows; row += hn::Lanes(d)) {
        auto most = hn::Zero(d);
        for (std::size_t col = 0; col < kInt4BlockSize; ++col) {
            most = hn::Max(most, hn::Abs(hn::LoadU(d, group.adjusted + col * kStripRows + row)));
        }
        hn::Store(most, d, largest + row);
    }
}

void RoundBlock(const BlockOfStrip& group) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    const std::size_t width = kVectors * lanes;
    HWY_ALIGN float largest[kStripRows];
    HWY_ALIGN float least[kStripRows];
    Rounded rounded;
    FindLargest(group, largest);
    for (std::size_t first = 0; first < kStripRows; first += width) {
        for (int i = -1; i < kScales; ++i) {
            // Seven steps first: of equally good scales that one is taken.
            const float steps = i < 0 ? 7 : kFewestSteps + kStepsApart * static_cast<float>(i);
            for (std::size_t row = first; row < first + width; row += lanes) {
                const auto scale = hn::Mul(hn::Load(d, largest + row), hn::Set(d, 1 / steps));
                hn::Store(UsableScale(scale), d, rounded.scales + row);
            }
            RoundColumns(group, first, rounded, nullptr);
            for (std::size_t row = first; row < first + width; row += lanes) {
                const auto error = hn::Load(d, rounded.totals + row);
                const auto scale = hn::Load(d, rounded.scales + row);
                const auto before = i < 0 ? error : hn::Load(d, least + row);
                const auto best = i < 0 ? scale : hn::LoadU(d, group.scales + row);
                const auto is_better = hn::Lt(error, before);
                hn::Store(hn::IfThenElse(is_better, error, before), d, least + row);
                hn::StoreU(hn::IfThenElse(is_better, scale, best), d, group.scales + row);
            }
        }
        for (std::size_t row = first; row < first + width; row += lanes) {
            hn::Store(hn::LoadU(d, group.scales + row), d, rounded.scales + row);
        }
        RoundColumns(group, first, rounded, group.steps);
    }
    for (std::size_t i = 0; i < kInt4BlockSize * kStripRows; i += lanes) {
        hn::StoreU(hn::Load(d, rounded.errors + i), d, group.errors + i);
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(RoundBlock);

void round_block(const BlockOfStrip& group) {
    HWY_DYNAMIC_DISPATCH(RoundBlock)(group);
}

} // namespace sotto::inference
#endif
