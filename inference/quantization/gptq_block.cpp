#include "inference/quantization/gptq_block.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/quantization/gptq_block.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once per instruction set.
#include <hwy/highway.h>

#include <cstdint>

// Named in the style of Highway.
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
// Vectors processed together: columns depend on each other, so several vectors hide the latency.
constexpr std::size_t kVectors = 4;
// Caps the lanes to the rows of a tile, whatever the instruction set.
using Floats = hn::CappedTag<float, kGptqTileRows / kVectors>;
using FloatVector = hn::Vec<Floats>;

// The absmax becomes 6.6 to 10 steps: beyond 7 it is clipped in favour of the others.
constexpr int kScales = 35;
constexpr float kMinSteps = 6.6F;
constexpr float kStepsApart = 0.1F;

// State of the rows; each array has a number for each row.
struct Rounded {
    HWY_ALIGN float scales[kGptqTileRows];
    HWY_ALIGN float inverses[kGptqTileRows];
    HWY_ALIGN float totals[kGptqTileRows]; // the weighted errors
    HWY_ALIGN float errors[kInt4BlockSize * kGptqTileRows];
};

// The nearest bfloat16 number, at least the smallest normal one.
HWY_INLINE FloatVector UsableScale(FloatVector scale) {
    const Floats d;
    const hn::RebindToUnsigned<Floats> bits;
    const auto kept = hn::BitCast(bits, hn::Max(scale, hn::Set(d, 0x1p-126F)));
    const auto is_odd = hn::And(hn::ShiftRight<16>(kept), hn::Set(bits, 1U));
    const auto rounded = hn::Add(kept, hn::Add(is_odd, hn::Set(bits, 0x7FFFU)));
    return hn::BitCast(d, hn::And(rounded, hn::Set(bits, 0xFFFF0000U)));
}

// Rounds a column of one vector; `wanted` is the compensated weight.
HWY_INLINE void RoundColumn(const GptqBlock& block, std::size_t col, std::size_t row,
                            FloatVector wanted, Rounded& rounded, float* HWY_RESTRICT steps_out) {
    const Floats d;
    const auto scale = hn::Load(d, rounded.scales + row);
    const auto inverse = hn::Load(d, rounded.inverses + row);
    const auto steps =
        hn::Max(hn::Min(hn::Round(hn::Mul(wanted, inverse)), hn::Set(d, 7.0F)), hn::Set(d, -8.0F));
    const auto rest = hn::NegMulAdd(steps, scale, wanted);
    const auto total = hn::Load(d, rounded.totals + row);
    hn::Store(hn::MulAdd(hn::Mul(rest, rest), hn::Set(d, block.diagonal[col]), total), d,
              rounded.totals + row);
    const auto weight = hn::LoadU(d, block.weights + col * kGptqTileRows + row);
    hn::Store(hn::NegMulAdd(steps, scale, weight), d, rounded.errors + col * kGptqTileRows + row);
    if (steps_out != nullptr) {
        hn::StoreU(steps, d, steps_out + col * kGptqTileRows + row);
    }
}

// Rounds the columns of the vectors from `row` in order with `rounded.scales`. `steps_out`: where
// the integers go, or null.
HWY_INLINE void RoundColumns(const GptqBlock& block, std::size_t row, Rounded& rounded,
                             float* HWY_RESTRICT steps_out) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    for (std::size_t i = row; i < row + kVectors * lanes; i += lanes) {
        hn::Store(hn::Div(hn::Set(d, 1.0F), hn::Load(d, rounded.scales + i)), d,
                  rounded.inverses + i);
        hn::Store(hn::Zero(d), d, rounded.totals + i);
    }
    for (std::size_t col = 0; col < kInt4BlockSize; ++col) {
        const float* const adjusted = block.adjusted + col * kGptqTileRows + row;
        auto wanted0 = hn::LoadU(d, adjusted);
        auto wanted1 = hn::LoadU(d, adjusted + lanes);
        auto wanted2 = hn::LoadU(d, adjusted + 2 * lanes);
        auto wanted3 = hn::LoadU(d, adjusted + 3 * lanes);
        const float* const factor = block.factor + col;
        for (std::size_t before = 0; before < col; ++before) {
            const auto share = hn::Set(d, factor[before * block.factor_stride]);
            const float* const errors = rounded.errors + before * kGptqTileRows + row;
            wanted0 = hn::MulAdd(hn::Load(d, errors), share, wanted0);
            wanted1 = hn::MulAdd(hn::Load(d, errors + lanes), share, wanted1);
            wanted2 = hn::MulAdd(hn::Load(d, errors + 2 * lanes), share, wanted2);
            wanted3 = hn::MulAdd(hn::Load(d, errors + 3 * lanes), share, wanted3);
        }
        RoundColumn(block, col, row, wanted0, rounded, steps_out);
        RoundColumn(block, col, row + lanes, wanted1, rounded, steps_out);
        RoundColumn(block, col, row + 2 * lanes, wanted2, rounded, steps_out);
        RoundColumn(block, col, row + 3 * lanes, wanted3, rounded, steps_out);
    }
}

// The absmax of each row.
HWY_INLINE void FindLargest(const GptqBlock& block, float* HWY_RESTRICT largest) {
    const Floats d;
    for (std::size_t row = 0; row < kGptqTileRows; row += hn::Lanes(d)) {
        auto most = hn::Zero(d);
        for (std::size_t col = 0; col < kInt4BlockSize; ++col) {
            most = hn::Max(most, hn::Abs(hn::LoadU(d, block.adjusted + col * kGptqTileRows + row)));
        }
        hn::Store(most, d, largest + row);
    }
}

void QuantizeBlock(const GptqBlock& block) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    const std::size_t width = kVectors * lanes;
    HWY_ALIGN float largest[kGptqTileRows];
    HWY_ALIGN float least[kGptqTileRows];
    Rounded rounded;
    FindLargest(block, largest);
    for (std::size_t first = 0; first < kGptqTileRows; first += width) {
        for (int i = -1; i < kScales; ++i) {
            // 7 steps first: it wins ties.
            const float steps = i < 0 ? 7 : kMinSteps + kStepsApart * static_cast<float>(i);
            for (std::size_t row = first; row < first + width; row += lanes) {
                const auto scale = hn::Mul(hn::Load(d, largest + row), hn::Set(d, 1 / steps));
                hn::Store(UsableScale(scale), d, rounded.scales + row);
            }
            RoundColumns(block, first, rounded, nullptr);
            for (std::size_t row = first; row < first + width; row += lanes) {
                const auto error = hn::Load(d, rounded.totals + row);
                const auto scale = hn::Load(d, rounded.scales + row);
                const auto before = i < 0 ? error : hn::Load(d, least + row);
                const auto best = i < 0 ? scale : hn::LoadU(d, block.scales + row);
                const auto is_better = hn::Lt(error, before);
                hn::Store(hn::IfThenElse(is_better, error, before), d, least + row);
                hn::StoreU(hn::IfThenElse(is_better, scale, best), d, block.scales + row);
            }
        }
        for (std::size_t row = first; row < first + width; row += lanes) {
            hn::Store(hn::LoadU(d, block.scales + row), d, rounded.scales + row);
        }
        RoundColumns(block, first, rounded, block.steps);
    }
    for (std::size_t i = 0; i < kInt4BlockSize * kGptqTileRows; i += lanes) {
        hn::StoreU(hn::Load(d, rounded.errors + i), d, block.errors + i);
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(QuantizeBlock);

void quantize_gptq_block(const GptqBlock& block) {
    HWY_DYNAMIC_DISPATCH(QuantizeBlock)(block);
}

} // namespace sotto::inference
#endif
