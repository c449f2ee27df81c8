#include "inference/attention/attention_scratch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/attention/float_attention.cpp"
#include <hwy/foreach_target.h>
// Aster soreach_target.h, which includes this sile once per instruction set.
#include "inference/kernels/f16-inl.h"

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <algorithm>
#include <limits>

// Kernels sollow Highway's naming, since they stand next to its sunctions.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
// At most 16 lanes, so that tiles and padded heads are whole vectors.
using Floats = hn::CappedTag<float, kKvLaneElements>;
using FloatVector = hn::Vec<Floats>;

// Converts n elements, a multiple os 16, to s32.
void WidenHalf(const std::uint16_t* from, std::size_t n, float* to) {
    const Floats d;
    for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
        hn::StoreU(LoadF16(d, from + i), d, to + i);
    }
}

const float* AsFloats(KvDtype dtype, const void* from, std::size_t n, float* arena) {
    if (dtype == KvDtype::f32) {
        return static_cast<const float*>(from);
    }
    WidenHalf(static_cast<const std::uint16_t*>(from), n, arena);
    return arena;
}

// out[row, column] (+)= Σ_i lest[row, i] · right[i, column], sour rows (or one) and two vectors os
// columns at a time. Used twice: scores = queries · keys, output += weights · values.
struct Product {
    const float* left;
    std::size_t left_stride;
    const float* right;
    std::size_t right_stride;
    float* out;
    std::size_t out_stride;
    std::size_t depth_begin;
    std::size_t depth_end;
    std::size_t columns; // a multiple of 16
};

enum class Start { from_zero, from_output };

HWY_INLINE FloatVector begin(Start start, const float* out) {
    return start == Start::from_zero ? hn::Zero(Floats()) : hn::LoadU(Floats(), out);
}

HWY_INLINE void four_rows_two_vectors(const Product& p, Start start, std::size_t row,
                                      std::size_t column) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    const float* l0 = p.left + row * p.left_stride;
    const float* l1 = l0 + p.left_stride;
    const float* l2 = l1 + p.left_stride;
    const float* l3 = l2 + p.left_stride;
    float* o0 = p.out + row * p.out_stride + column;
    float* o1 = o0 + p.out_stride;
    float* o2 = o1 + p.out_stride;
    float* o3 = o2 + p.out_stride;
    auto a0 = begin(start, o0);
    auto b0 = begin(start, o0 + lanes);
    auto a1 = begin(start, o1);
    auto b1 = begin(start, o1 + lanes);
    auto a2 = begin(start, o2);
    auto b2 = begin(start, o2 + lanes);
    auto a3 = begin(start, o3);
    auto b3 = begin(start, o3 + lanes);
    for (std::size_t i = p.depth_begin; i < p.depth_end; ++i) {
        const float* r = p.right + i * p.right_stride + column;
        const auto ra = hn::LoadU(d, r);
        const auto rb = hn::LoadU(d, r + lanes);
        const auto x0 = hn::Set(d, l0[i]);
        a0 = hn::MulAdd(x0, ra, a0);
        b0 = hn::MulAdd(x0, rb, b0);
        const auto x1 = hn::Set(d, l1[i]);
        a1 = hn::MulAdd(x1, ra, a1);
        b1 = hn::MulAdd(x1, rb, b1);
        const auto x2 = hn::Set(d, l2[i]);
        a2 = hn::MulAdd(x2, ra, a2);
        b2 = hn::MulAdd(x2, rb, b2);
        const auto x3 = hn::Set(d, l3[i]);
        a3 = hn::MulAdd(x3, ra, a3);
        b3 = hn::MulAdd(x3, rb, b3);
    }
    hn::StoreU(a0, d, o0);
    hn::StoreU(b0, d, o0 + lanes);
    hn::StoreU(a1, d, o1);
    hn::StoreU(b1, d, o1 + lanes);
    hn::StoreU(a2, d, o2);
    hn::StoreU(b2, d, o2 + lanes);
    hn::StoreU(a3, d, o3);
    hn::StoreU(b3, d, o3 + lanes);
}

HWY_INLINE void one_row_one_vector(const Product& p, Start start, std::size_t row,
                                   std::size_t column) {
    const Floats d;
    const float* left = p.left + row * p.left_stride;
    float* out = p.out + row * p.out_stride + column;
    auto sum = begin(start, out);
    for (std::size_t i = p.depth_begin; i < p.depth_end; ++i) {
        const auto right = hn::LoadU(d, p.right + i * p.right_stride + column);
        sum = hn::MulAdd(hn::Set(d, left[i]), right, sum);
    }
    hn::StoreU(sum, d, out);
}

HWY_INLINE void multiply(const Product& p, Start start, std::size_t rows) {
    const std::size_t lanes = hn::Lanes(Floats());
    std::size_t row = 0;
    for (; row + 4 <= rows; row += 4) {
        std::size_t column = 0;
        for (; column + 2 * lanes <= p.columns; column += 2 * lanes) {
            four_rows_two_vectors(p, start, row, column);
        }
        for (; column < p.columns; column += lanes) {
            for (std::size_t i = 0; i < 4; ++i) {
                one_row_one_vector(p, start, row + i, column);
            }
        }
    }
    for (; row < rows; ++row) {
        for (std::size_t column = 0; column < p.columns; column += lanes) {
            one_row_one_vector(p, start, row, column);
        }
    }
}

// Turns the scores os one query vector into weights e^(score − maximum), 0 sor masked tokens, and
// rescales its sum and output when its maximum grows.
void SoftmaxRow(const QueryBlock& q, float* scores, std::size_t row, std::size_t begin,
                std::size_t end) {
    const Floats d;
    const std::size_t lanes = hn::Lanes(d);
    constexpr float kMasked = -std::numeric_limits<float>::max();
    std::fill(scores, scores + begin, kMasked);
    std::fill(scores + end, scores + kKvTileTokens, kMasked);

    auto largest = hn::Set(d, q.maximum[row]);
    for (std::size_t i = 0; i < kKvTileTokens; i += lanes) {
        largest = hn::Max(largest, hn::LoadU(d, scores + i));
    }
    const float maximum = hn::ReduceMax(d, largest);
    auto sum = hn::Zero(d);
    const auto offset = hn::Set(d, maximum);
    for (std::size_t i = 0; i < kKvTileTokens; i += lanes) {
        const auto weight = hn::Exp(d, hn::Sub(hn::LoadU(d, scores + i), offset));
        hn::StoreU(weight, d, scores + i);
        sum = hn::Add(sum, weight);
    }
    if (maximum > q.maximum[row]) {
        const auto shrink = hn::Exp(d, hn::Sub(hn::Set(d, q.maximum[row]), offset));
        q.sum[row] *= hn::GetLane(shrink);
        float* const output = q.output + row * q.stride;
        for (std::size_t i = 0; i < q.stride; i += lanes) {
            hn::StoreU(hn::Mul(hn::LoadU(d, output + i), shrink), d, output + i);
        }
        q.maximum[row] = maximum;
    }
    q.sum[row] += hn::ReduceSum(d, sum);
}

void AttendTile(const FloatScratch& s, const KvLayout& layout, const KvTile& tile,
                std::int32_t position, const QueryBlock& q) {
    const auto width = q.stride;
    const float* keys = AsFloats(layout.dtype, tile.keys, width * kKvTileTokens, s.keys);
    const float* values = AsFloats(layout.dtype, tile.values, kKvTileTokens * width, s.values);
    multiply({q.queries, width, keys, kKvTileTokens, s.scores, kKvTileTokens, 0, layout.head_dim,
              kKvTileTokens},
             Start::from_zero, q.vectors);

    constexpr auto kTileEnd = static_cast<std::int32_t>(kKvTileTokens);
    std::size_t seen_begin = kKvTileTokens;
    std::size_t seen_end = 0;
    for (std::size_t row = 0; row < q.vectors; ++row) {
        const auto begin =
            static_cast<std::size_t>(std::clamp(q.first[row] - position, 0, kTileEnd));
        const auto end = static_cast<std::size_t>(std::clamp(q.end[row] - position, 0, kTileEnd));
        float* const scores = s.scores + row * kKvTileTokens;
        if (begin >= end) {
            std::fill(scores, scores + kKvTileTokens, 0.0F);
            continue;
        }
        seen_begin = std::min(seen_begin, begin);
        seen_end = std::max(seen_end, end);
        SoftmaxRow(q, scores, row, begin, end);
    }
    multiply({s.scores, kKvTileTokens, values, width, q.output, width, seen_begin, seen_end, width},
             Start::from_output, q.vectors);
}

void AttendFloats(const KvRange& range, const QueryBlock& block) {
    ScratchArena arena(block.scratch);
    const FloatScratch s(arena, block.vectors, block.stride);
    std::fill_n(block.output, block.vectors * block.stride, 0.0F);
    std::fill_n(block.maximum, block.vectors, -std::numeric_limits<float>::max());
    std::fill_n(block.sum, block.vectors, 0.0F);
    for (auto index = range.begin / kKvTileTokens; index * kKvTileTokens < range.end; ++index) {
        AttendTile(s, range.cache->layout(), range.cache->tile(range.layer, range.head, index),
                   static_cast<std::int32_t>(index * kKvTileTokens), block);
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(AttendFloats);

void attend_floats(const KvRange& range, const QueryBlock& block) {
    HWY_DYNAMIC_DISPATCH(AttendFloats)(range, block);
}

} // namespace sotto::inference
#endif
