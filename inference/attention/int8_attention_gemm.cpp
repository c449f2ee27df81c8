#include "inference/attention/attention_scratch.h"

#include <cmath>
#include <numbers>

// Instruction sets whose products are no faster than those of a simpler set are left out, and those
// with vectors of unknown length.
#define HWY_WANT_AVX3_DL
#define HWY_DISABLED_TARGETS                                                                       \
    (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3 | HWY_AVX3_ZEN4 | HWY_AVX3_SPR | HWY_SVE | HWY_SVE2 |         \
     HWY_SVE_256 | HWY_SVE2_128)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/attention/int8_attention_gemm.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once for every instruction set.
#include "inference/kernels/int8_dot-inl.h"

#include <hwy/highway.h>

#include <algorithm>

// Kernels are named in the manner of Highway, whose functions stand beside them.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

constexpr std::size_t kTile = kKvTileTokens;

struct Tokens {
    std::size_t begin;
    std::size_t end;
};

struct SignedProducts {
    using Left = SignedVector;
    static HWY_INLINE Left Load(const void* from) {
        return PrepareSigned(hn::LoadU(Int8s(), static_cast<const std::int8_t*>(from)));
    }
    static HWY_INLINE SumVector Add(SumVector sum, const Left& left, Int8Vector right) {
        return AddDotSigned(sum, left, right);
    }
};

struct UnsignedProducts {
    using Left = Uint8Vector;
    static HWY_INLINE Left Load(const void* from) {
        return hn::LoadU(Uint8s(), static_cast<const std::uint8_t*>(from));
    }
    static HWY_INLINE SumVector Add(SumVector sum, const Left& left, Int8Vector right) {
        return AddDotUnsigned(sum, left, right);
    }
};

// sums[j] += Σ_i left[i] · right[i · stride + 4 j], quads of products, the right side the same for
// all lanes. `depth` is not 0: a loop that might not run costs the compiler a copy of every sum.
template <class Products>
HWY_INLINE void AddProducts(const std::uint8_t* left, std::size_t depth, const std::int8_t* right,
                            std::size_t stride, SumVector (&sums)[kSums]) {
    const std::uint8_t* const end = left + depth * kLanes * kQuad;
    do {
        const auto l = Products::Load(left);
#pragma GCC unroll 16
        for (std::size_t j = 0; j < kSums; ++j) {
            sums[j] = Products::Add(sums[j], l, BroadcastQuad(right + j * kQuad));
        }
        left += kLanes * kQuad;
        right += stride;
    } while (left != end);
}

// Scores of the tokens; the largest of each lane.
HWY_INLINE FloatVector Scores(const GemmScratch& m, const QueryGroup& group, const KvTile& tile,
                              Tokens tokens) {
    const Floats d;
    auto largest = hn::Set(d, kUnseenScore);
    for (auto token = tokens.begin; token < tokens.end; token += kSums) {
        SumVector sums[kSums];
#pragma GCC unroll 16
        for (std::size_t j = 0; j < kSums; ++j) {
            sums[j] = ToSum(hn::Set(Int32s(), m.starts[token + j]));
        }
        AddProducts<SignedProducts>(reinterpret_cast<const std::uint8_t*>(group.queries),
                                    group.dims / kQuad, tile.int8_keys() + token * kQuad,
                                    kTile * kQuad, sums);
#pragma GCC unroll 16
        for (std::size_t j = 0; j < kSums; ++j) {
            const auto score =
                hn::Mul(hn::ConvertTo(d, FromSum(sums[j])), hn::Set(d, m.key_scales[token + j]));
            hn::Store(score, d, m.scores + (token + j) * kLanes);
            largest = hn::Max(largest, score);
        }
    }
    return largest;
}

// Takes away the scores of what a lane does not see; the largest of those that remain.
FloatVector HideUnseen(const GemmScratch& m, const QueryGroup& group, std::int32_t position,
                       Tokens tokens) {
    const Floats d;
    const auto unseen = hn::Set(d, kUnseenScore);
    const auto first = hn::Load(Int32s(), group.first);
    const auto end = hn::Load(Int32s(), group.end);
    auto largest = unseen;
    for (auto token = tokens.begin; token < tokens.end; ++token) {
        const auto at = hn::Set(Int32s(), position + static_cast<std::int32_t>(token));
        const auto sees = hn::And(hn::Ge(at, first), hn::Lt(at, end));
        float* const score = m.scores + token * kLanes;
        const auto left = hn::IfThenElse(hn::RebindMask(d, sees), hn::Load(d, score), unseen);
        hn::Store(left, d, score);
        largest = hn::Max(largest, left);
    }
    return largest;
}

// A higher maximum makes what was summed so far smaller.
void RaiseMaximum(const QueryGroup& group, FloatVector maximum) {
    const Floats d;
    const auto before = hn::Load(d, group.maximum);
    const auto shrink = Exp2(hn::Mul(hn::Sub(before, maximum), hn::Load(d, group.factors)));
    hn::Store(maximum, d, group.maximum);
    hn::Store(hn::Mul(hn::Load(d, group.sum), shrink), d, group.sum);
    for (std::size_t i = 0; i < group.dims * kLanes; i += kLanes) {
        hn::Store(hn::Mul(hn::Load(d, group.output + i), shrink), d, group.output + i);
    }
}

// Scores to weights times the values' scales; the largest of each lane.
HWY_INLINE FloatVector Weights(const GemmScratch& m, const QueryGroup& group, Tokens tokens) {
    const Floats d;
    const auto factor = hn::Load(d, group.factors);
    const auto offset = hn::Mul(hn::Load(d, group.maximum), factor);
    auto sum = hn::Load(d, group.sum);
    auto largest = hn::Zero(d);
    for (auto token = tokens.begin; token < tokens.end; ++token) {
        float* const score = m.scores + token * kLanes;
        const auto weight = Exp2(hn::MulSub(hn::Load(d, score), factor, offset));
        const auto scaled = ScaleWeight(weight, hn::Set(d, m.value_scales[token]), sum);
        hn::Store(scaled, d, score);
        largest = hn::Max(largest, scaled);
    }
    hn::Store(sum, d, group.sum);
    return largest;
}

// Four tokens' weights side by side in each lane. What rounding adds to one is taken off the token
// kLanes later, as in attend_int8_gemv.
HWY_INLINE void PackWeights(const GemmScratch& m, FloatVector factor, Tokens tokens) {
    const Floats d;
    for (std::size_t quad = 0; quad < kLanes; quad += kQuad) {
        ByteRounder r0(factor);
        ByteRounder r1(factor);
        ByteRounder r2(factor);
        ByteRounder r3(factor);
        for (auto token = tokens.begin + quad; token < tokens.end; token += kLanes) {
            const float* const weights = m.scores + token * kLanes;
            const auto w0 = r0.Next(hn::Load(d, weights));
            const auto w1 = r1.Next(hn::Load(d, weights + kLanes));
            const auto w2 = r2.Next(hn::Load(d, weights + 2 * kLanes));
            const auto w3 = r3.Next(hn::Load(d, weights + 3 * kLanes));
            const auto low = hn::Or(w0, hn::ShiftLeft<8>(w1));
            const auto all = hn::Or3(low, hn::ShiftLeft<16>(w2), hn::ShiftLeft<24>(w3));
            hn::Store(hn::BitCast(Uint8s(), all), Uint8s(), m.weights + token * kLanes);
        }
    }
}

HWY_INLINE void AddValues(const GemmScratch& m, const QueryGroup& group, const KvTile& tile,
                          FloatVector step, Tokens tokens) {
    const Floats d;
    const auto stride = group.width * kQuad;
    for (std::size_t dim = 0; dim < group.dims; dim += kSums) {
        SumVector sums[kSums];
#pragma GCC unroll 16
        for (SumVector& sum : sums) {
            sum = ToSum(hn::Zero(Int32s()));
        }
        AddProducts<UnsignedProducts>(
            m.weights + tokens.begin * kLanes, (tokens.end - tokens.begin) / kQuad,
            tile.int8_values() + tokens.begin * group.width + dim * kQuad, stride, sums);
        float* const output = group.output + dim * kLanes;
#pragma GCC unroll 16
        for (std::size_t j = 0; j < kSums; ++j) {
            float* const out = output + j * kLanes;
            hn::Store(hn::MulAdd(hn::ConvertTo(d, FromSum(sums[j])), step, hn::Load(d, out)), d,
                      out);
        }
    }
}

// The tokens of the tile that some lane sees, in whole steps of the loops over tokens.
Tokens tokens_seen(const QueryGroup& group, std::int32_t position) {
    constexpr auto kTileEnd = static_cast<std::int32_t>(kTile);
    const auto begin = std::clamp(group.lowest_first - position, 0, kTileEnd);
    const auto end = std::clamp(group.highest_end - position, 0, kTileEnd);
    return {static_cast<std::size_t>(begin) / kSums * kSums,
            (static_cast<std::size_t>(end) + kSums - 1) / kSums * kSums};
}

void AttendTile(const GemmScratch& m, const QueryGroup& group, const KvTile& tile,
                std::int32_t position) {
    const Floats d;
    const auto tokens = tokens_seen(group, position);
    if (tokens.begin >= tokens.end) {
        return;
    }
    auto largest = Scores(m, group, tile, tokens);
    const bool all_see_all =
        group.highest_first <= position + static_cast<std::int32_t>(tokens.begin) &&
        group.lowest_end >= position + static_cast<std::int32_t>(tokens.end);
    if (!all_see_all) {
        largest = HideUnseen(m, group, position, tokens);
    }
    const auto before = hn::Load(d, group.maximum);
    if (!hn::AllTrue(d, hn::Le(largest, before))) {
        RaiseMaximum(group, hn::Max(before, largest));
    }
    largest = Weights(m, group, tokens);
    PackWeights(m, ByteFactor(largest), tokens);
    const auto step = hn::Mul(largest, hn::Set(d, 1.0F / static_cast<float>(kWeightSteps)));
    AddValues(m, group, tile, step, tokens);
}

// Scales as f32 and, where signed vectors are moved up, what that adds to each token's score.
void PrepareTile(const GemmScratch& m, const KvTile& tile, std::size_t dims) {
    WidenScales(tile.key_scales, kTile, m.key_scales);
    WidenScales(tile.value_scales, kTile, m.value_scales);
    const Int32s d;
    for (std::size_t token = 0; token < kTile; token += kLanes) {
        auto sum = ToSum(hn::Zero(d));
        if constexpr (kSignedBias != 0) {
            const auto ones = hn::Set(Uint8s(), std::uint8_t{1});
            for (std::size_t i = 0; i < dims / kQuad; ++i) {
                const auto keys =
                    hn::LoadU(Int8s(), tile.int8_keys() + (i * kTile + token) * kQuad);
                sum = AddDotUnsigned(sum, ones, keys);
            }
        }
        hn::Store(hn::Mul(FromSum(sum), hn::Set(d, -kSignedBias)), d, m.starts + token);
    }
}

// Rounds the queries and puts those of a group side by side, quad by quad. Lanes that are left over
// hold zeros and see what the last vector sees.
void PackQueries(const QueryBlock& block, const GemmScratch& m) {
    const auto groups = (block.vectors + kLanes - 1) / kLanes;
    for (std::size_t i = 0; i < groups * kLanes; ++i) {
        const bool is_vector = i < block.vectors;
        const auto source = std::min(i, block.vectors - 1);
        const float step = QuantizeRow(block.queries + source * block.stride, block.stride, m.row);
        std::int8_t* const to = m.queries + i / kLanes * block.stride * kLanes + i % kLanes * kQuad;
        for (std::size_t dim = 0; dim < block.stride; dim += kQuad) {
            for (std::size_t j = 0; j < kQuad; ++j) {
                to[dim * kLanes + j] = is_vector ? m.row[dim + j] : std::int8_t{0};
            }
        }
        m.factors[i] = step * std::numbers::log2e_v<float>;
        m.first[i] = block.first[source];
        m.end[i] = block.end[source];
    }
    std::fill_n(m.maximum, groups * kLanes, kLowestMaximum);
    std::fill_n(m.sum, groups * kLanes, 0.0F);
    std::fill_n(m.output, groups * kLanes * block.stride, 0.0F);
}

QueryGroup group_of(const GemmScratch& m, std::size_t head_dim, std::size_t width,
                    std::size_t index) {
    const auto at = index * kLanes;
    QueryGroup group;
    group.width = width;
    group.dims = (head_dim + kSums - 1) / kSums * kSums;
    group.queries = m.queries + at * width;
    group.factors = m.factors + at;
    group.first = m.first + at;
    group.end = m.end + at;
    const auto first = std::minmax_element(m.first + at, m.first + at + kLanes);
    const auto end = std::minmax_element(m.end + at, m.end + at + kLanes);
    group.lowest_first = *first.first;
    group.highest_first = *first.second;
    group.lowest_end = *end.first;
    group.highest_end = *end.second;
    group.maximum = m.maximum + at;
    group.sum = m.sum + at;
    group.output = m.output + at * width;
    return group;
}

void AttendGemm(const KvRange& range, const QueryBlock& block) {
    Scratch scratch(block.scratch);
    const GemmScratch m(scratch, block.vectors, block.stride);
    PackQueries(block, m);
    const auto groups = (block.vectors + kLanes - 1) / kLanes;
    for (std::size_t i = 0; i < groups; ++i) {
        m.groups[i] = group_of(m, range.cache->layout().head_dim, block.stride, i);
    }
    for (auto index = range.begin / kTile; index * kTile < range.end; ++index) {
        const auto tile = range.cache->tile(range.layer, range.head, index);
        PrepareTile(m, tile, m.groups[0].dims);
        for (std::size_t i = 0; i < groups; ++i) {
            AttendTile(m, m.groups[i], tile, static_cast<std::int32_t>(index * kTile));
        }
    }
    for (std::size_t i = 0; i < block.vectors; ++i) {
        block.maximum[i] = m.maximum[i] * m.factors[i] * std::numbers::ln2_v<float>;
        block.sum[i] = m.sum[i];
        const float* const from = m.output + i / kLanes * block.stride * kLanes + i % kLanes;
        for (std::size_t dim = 0; dim < block.stride; ++dim) {
            block.output[i * block.stride + dim] = from[dim * kLanes];
        }
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(AttendGemm);

void attend_int8_gemm(const KvRange& range, const QueryBlock& block) {
    HWY_DYNAMIC_DISPATCH(AttendGemm)(range, block);
}

} // namespace sotto::inference
#endif
