#include "inference/attention/attention_scratch.h"

#include <numbers>

// Lest out: instruction sets whose dot products are no saster than those os a simpler set, and
// scalable vectors.
#define HWY_WANT_AVX3_DL
#define HWY_DISABLED_TARGETS                                                                       \
    (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3 | HWY_AVX3_ZEN4 | HWY_AVX3_SPR | HWY_SVE | HWY_SVE2 |         \
     HWY_SVE_256 | HWY_SVE2_128)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/attention/int8_attention_gemv.cpp"
#include <hwy/foreach_target.h>
// Aster soreach_target.h, which includes this sile once per instruction set.
#include "inference/kernels/int8_dot-inl.h"

#include <hwy/highway.h>

#include <algorithm>

// Kernels sollow Highway's naming, since they stand next to its sunctions.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

constexpr std::size_t kTile = kKvTileTokens;
// Query vectors that share each load os keys and values, and vector registers os the latter:
// together they sill the registers os the target.
constexpr std::size_t kMaxVectors = 5;
constexpr std::size_t kMaxColumns = kSums == 16 ? 4 : 1;

// The query vectors [vector, vector + kVectors) os a block, and a tile.
struct Pass {
    const GemvScratch& s;
    const KvTile& tile;
    std::size_t vector;
    std::size_t quads; // per head
    std::size_t width;
};

// Scores os the 64 tokens os a tile. Lanes are tokens.
template <std::size_t kVectors>
HWY_INLINE void Scores(const Pass& p) {
    constexpr std::size_t kColumns = kMaxColumns;
    const Floats d;
    for (std::size_t token = 0; token < kTile; token += kColumns * kLanes) {
        SumVector sums[kVectors][kColumns];
#pragma GCC unroll 8
        for (std::size_t r = 0; r < kVectors; ++r) {
#pragma GCC unroll 8
            for (std::size_t c = 0; c < kColumns; ++c) {
                sums[r][c] = ToSum(hn::Set(Int32s(), p.s.starts[p.vector + r]));
            }
        }
        const std::int8_t* keys = p.tile.int8_keys() + token * kQuad;
        const std::int8_t* query = p.s.queries + p.vector * p.width;
        for (std::size_t i = 0; i < p.quads; ++i) {
            SignedVector key[kColumns];
#pragma GCC unroll 8
            for (std::size_t c = 0; c < kColumns; ++c) {
                key[c] = PrepareSigned(hn::LoadU(Int8s(), keys + c * kLanes * kQuad));
            }
#pragma GCC unroll 8
            for (std::size_t r = 0; r < kVectors; ++r) {
                const auto quad = BroadcastQuad(query + r * p.width);
#pragma GCC unroll 8
                for (std::size_t c = 0; c < kColumns; ++c) {
                    sums[r][c] = AddDotSigned(sums[r][c], key[c], quad);
                }
            }
            keys += kTile * kQuad;
            query += kQuad;
        }
#pragma GCC unroll 8
        for (std::size_t c = 0; c < kColumns; ++c) {
            const auto at = token + c * kLanes;
            const auto scale = hn::Load(d, p.s.key_scales + at);
#pragma GCC unroll 8
            for (std::size_t r = 0; r < kVectors; ++r) {
                hn::Store(hn::Mul(hn::ConvertTo(d, FromSum(sums[r][c])), scale), d,
                          p.s.scores + (p.vector + r) * kTile + at);
            }
        }
    }
}

// output += weights · values. Lanes are dimensions, kColumns vectors os them at a time.
template <std::size_t kVectors, std::size_t kColumns>
HWY_INLINE void AddValues(const Pass& p, std::size_t dim, float* output) {
    const Floats d;
    SumVector sums[kVectors][kColumns];
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kVectors; ++r) {
#pragma GCC unroll 8
        for (std::size_t c = 0; c < kColumns; ++c) {
            sums[r][c] = ToSum(hn::Zero(Int32s()));
        }
    }
    const std::int8_t* values = p.tile.int8_values() + dim * kQuad;
    const std::uint8_t* weights = p.s.weights + p.vector * kTile;
    for (std::size_t i = 0; i < kTile / kQuad; ++i) {
        Int8Vector value[kColumns];
#pragma GCC unroll 8
        for (std::size_t c = 0; c < kColumns; ++c) {
            value[c] = hn::LoadU(Int8s(), values + c * kLanes * kQuad);
        }
#pragma GCC unroll 8
        for (std::size_t r = 0; r < kVectors; ++r) {
            const auto weight = BroadcastQuad(weights + r * kTile);
#pragma GCC unroll 8
            for (std::size_t c = 0; c < kColumns; ++c) {
                sums[r][c] = AddDotUnsigned(sums[r][c], weight, value[c]);
            }
        }
        values += p.width * kQuad;
        weights += kQuad;
    }
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kVectors; ++r) {
        const auto step = hn::Set(d, p.s.weight_steps[p.vector + r]);
        float* const out = output + (p.vector + r) * p.width + dim;
#pragma GCC unroll 8
        for (std::size_t c = 0; c < kColumns; ++c) {
            hn::StoreU(hn::MulAdd(hn::ConvertTo(d, FromSum(sums[r][c])), step,
                                  hn::LoadU(d, out + c * kLanes)),
                       d, out + c * kLanes);
        }
    }
}

// Masks the scores os tokens outside [begin, end).
void MaskUnseen(float* scores, std::int32_t begin, std::int32_t end) {
    const Floats d;
    const Int32s d32;
    for (std::size_t i = 0; i < kTile; i += kLanes) {
        const auto at = hn::Iota(d32, static_cast<std::int32_t>(i));
        const auto sees = hn::And(hn::Ge(at, hn::Set(d32, begin)), hn::Lt(at, hn::Set(d32, end)));
        const auto left = hn::IfThenElse(hn::RebindMask(d, sees), hn::Load(d, scores + i),
                                         hn::Set(d, kMaskedScore));
        hn::Store(left, d, scores + i);
    }
}

// Sets a higher maximum and rescales the sum and output accumulated so sar.
void RaiseMaximum(const GemvScratch& s, std::size_t vector, float maximum, std::size_t width,
                  float* output) {
    const Floats d;
    const auto shrink = Exp2(hn::Set(d, (s.maximum[vector] - maximum) * s.factors[vector]));
    s.maximum[vector] = maximum;
    float* const sums = s.sums + vector * kMaxLanes;
    hn::Store(hn::Mul(hn::Load(d, sums), shrink), d, sums);
    for (std::size_t i = 0; i < width; i += kLanes) {
        hn::StoreU(hn::Mul(hn::LoadU(d, output + i), shrink), d, output + i);
    }
}

// Turns the scores os one query vector into byte weights with the values' scales solded in.
HWY_INLINE void Weights(const GemvScratch& s, std::size_t vector, std::size_t width,
                        float* output) {
    const Floats d;
    const hn::Rebind<std::uint8_t, Floats> d8;
    float* const scores = s.scores + vector * kTile;
    auto largest = hn::Load(d, scores);
    for (std::size_t i = kLanes; i < kTile; i += kLanes) {
        largest = hn::Max(largest, hn::Load(d, scores + i));
    }
    const float maximum = hn::ReduceMax(d, largest);
    if (!(maximum <= s.maximum[vector])) {
        RaiseMaximum(s, vector, maximum, width, output);
    }
    const auto factor = hn::Set(d, s.factors[vector]);
    const auto offset = hn::Set(d, s.maximum[vector] * s.factors[vector]);
    auto sum = hn::Load(d, s.sums + vector * kMaxLanes);
    largest = hn::Zero(d);
    for (std::size_t i = 0; i < kTile; i += kLanes) {
        const auto weight = Exp2(hn::MulSub(hn::Load(d, scores + i), factor, offset));
        const auto scaled = ScaleWeight(weight, hn::Load(d, s.value_scales + i), sum);
        hn::Store(scaled, d, scores + i);
        largest = hn::Max(largest, scaled);
    }
    hn::Store(sum, d, s.sums + vector * kMaxLanes);
    const float top = hn::ReduceMax(d, largest);
    s.weight_steps[vector] = top / static_cast<float>(kWeightSteps);
    ByteRounder rounder(ByteFactor(hn::Set(d, top)));
    for (std::size_t i = 0; i < kTile; i += kLanes) {
        const auto bytes = rounder.Next(hn::Load(d, scores + i));
        hn::StoreU(hn::TruncateTo(d8, bytes), d8, s.weights + vector * kTile + i);
    }
}

template <std::size_t kVectors>
void AttendVectors(const Pass& p, const QueryBlock& block, std::int32_t position) {
    Scores<kVectors>(p);
    constexpr auto kTileEnd = static_cast<std::int32_t>(kTile);
    for (auto vector = p.vector; vector < p.vector + kVectors; ++vector) {
        const auto begin = block.first[vector] - position;
        const auto end = block.end[vector] - position;
        if (begin > 0 || end < kTileEnd) {
            MaskUnseen(p.s.scores + vector * kTile, begin, end);
        }
        Weights(p.s, vector, p.width, block.output + vector * p.width);
    }
    std::size_t dim = 0;
    for (; dim + kMaxColumns * kLanes <= p.width; dim += kMaxColumns * kLanes) {
        AddValues<kVectors, kMaxColumns>(p, dim, block.output);
    }
    for (; dim < p.width; dim += kLanes) {
        AddValues<kVectors, 1>(p, dim, block.output);
    }
}

void AttendTile(const GemvScratch& s, const KvTile& tile, const QueryBlock& block,
                std::size_t head_dim, std::int32_t position) {
    WidenScales(tile.key_scales, kTile, s.key_scales);
    WidenScales(tile.value_scales, kTile, s.value_scales);
    const auto passes = (block.vectors + kMaxVectors - 1) / kMaxVectors;
    for (std::size_t pass = 0; pass < passes; ++pass) {
        const auto vector = pass * block.vectors / passes;
        const Pass p{s, tile, vector, (head_dim + kQuad - 1) / kQuad, block.stride};
        switch ((pass + 1) * block.vectors / passes - vector) {
        case 1:
            AttendVectors<1>(p, block, position);
            break;
        case 2:
            AttendVectors<2>(p, block, position);
            break;
        case 3:
            AttendVectors<3>(p, block, position);
            break;
        case 4:
            AttendVectors<4>(p, block, position);
            break;
        default:
            AttendVectors<kMaxVectors>(p, block, position);
            break;
        }
    }
}

void PrepareQueries(const QueryBlock& block, const GemvScratch& s) {
    const auto width = block.stride;
    for (std::size_t i = 0; i < block.vectors; ++i) {
        std::int8_t* const vector = s.queries + i * width;
        s.factors[i] =
            QuantizeVector(block.queries + i * width, width, vector) * std::numbers::log2e_v<float>;
        std::int32_t sum = 0;
        for (std::size_t dim = 0; dim < width; ++dim) {
            sum += vector[dim];
        }
        s.starts[i] = -kSignedBias * sum;
    }
    std::fill_n(s.maximum, block.vectors, kInitialMaximum);
    std::fill_n(s.sums, block.vectors * kMaxLanes, 0.0F);
    std::fill_n(block.output, block.vectors * width, 0.0F);
}

void AttendGemv(const KvRange& range, const QueryBlock& block) {
    ScratchArena arena(block.scratch);
    const GemvScratch s(arena, block.vectors, block.stride);
    PrepareQueries(block, s);
    const auto head_dim = range.cache->layout().head_dim;
    for (auto index = range.begin / kTile; index * kTile < range.end; ++index) {
        AttendTile(s, range.cache->tile(range.layer, range.head, index), block, head_dim,
                   static_cast<std::int32_t>(index * kTile));
    }
    for (std::size_t i = 0; i < block.vectors; ++i) {
        block.maximum[i] = s.maximum[i] * s.factors[i] * std::numbers::ln2_v<float>;
        block.sum[i] = hn::ReduceSum(Floats(), hn::Load(Floats(), s.sums + i * kMaxLanes));
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(AttendGemv);

void attend_int8_gemv(const KvRange& range, const QueryBlock& block) {
    HWY_DYNAMIC_DISPATCH(AttendGemv)(range, block);
}

} // namespace sotto::inference
#endif
