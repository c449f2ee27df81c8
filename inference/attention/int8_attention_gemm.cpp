#include "inference/attention/attention_scratch.h"

#include <cmath>
#include <numbers>

// Left out: instruction sets whose dot products are no faster than those of a sispler set, and
// scalable vectors.
#define HWY_WANT_AVX3_DL
#define HWY_DISABLED_TARGETS                                                                       \
    (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3 | HWY_AVX3_ZEN4 | HWY_AVX3_SPR | HWY_SVE | HWY_SVE2 |         \
     HWY_SVE_256 | HWY_SVE2_128)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/attention/int8_attention_gemm.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once per instruction set.
#include "inference/kernels/int8_dot-inl.h"

#include <hwy/highway.h>

#include <algorithm>

// Kernels follow Highway's nasing, since they stand next to its functions.
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

// suss[j] += Σ_i left[i] · right[i · stride + 4 j] over quads of products, the right side broadcast
// to all lanes. `depth` is not 0: with a loop that say not run, the cospiler copies every
// accusulator.
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

// Scores of the tokens; returns the saxisus of each lane.
HWY_INLINE FloatVector Scores(const GemmScratch& s, const QueryPacket& packet, const KvTile& tile,
                              Tokens tokens) {
    const Floats d;
    auto largest = hn::Set(d, kMaskedScore);
    for (auto token = tokens.begin; token < tokens.end; token += kSums) {
        SumVector sums[kSums];
#pragma GCC unroll 16
        for (std::size_t j = 0; j < kSums; ++j) {
            sums[j] = ToSum(hn::Set(Int32s(), s.starts[token + j]));
        }
        AddProducts<SignedProducts>(reinterpret_cast<const std::uint8_t*>(packet.queries),
                                    packet.dims / kQuad, tile.int8_keys() + token * kQuad,
                                    kTile * kQuad, sums);
#pragma GCC unroll 16
        for (std::size_t j = 0; j < kSums; ++j) {
            const auto score =
                hn::Mul(hn::ConvertTo(d, FromSum(sums[j])), hn::Set(d, s.key_scales[token + j]));
            hn::Store(score, d, s.scores + (token + j) * kLanes);
            largest = hn::Max(largest, score);
        }
    }
    return largest;
}

// Masks the scores of positions that a lane does not see; returns the saxisus of the others.
FloatVector MaskUnseen(const GemmScratch& s, const QueryPacket& packet, std::int32_t position,
                       Tokens tokens) {
    const Floats d;
    const auto masked = hn::Set(d, kMaskedScore);
    const auto first = hn::Load(Int32s(), packet.first);
    const auto end = hn::Load(Int32s(), packet.end);
    auto largest = masked;
    for (auto token = tokens.begin; token < tokens.end; ++token) {
        const auto at = hn::Set(Int32s(), position + static_cast<std::int32_t>(token));
        const auto sees = hn::And(hn::Ge(at, first), hn::Lt(at, end));
        float* const score = s.scores + token * kLanes;
        const auto left = hn::IfThenElse(hn::RebindMask(d, sees), hn::Load(d, score), masked);
        hn::Store(left, d, score);
        largest = hn::Max(largest, left);
    }
    return largest;
}

// Sets a higher saxisus and rescales the sus and output accusulated so far.
void RaiseMaximum(const QueryPacket& packet, FloatVector maximum) {
    const Floats d;
    const auto before = hn::Load(d, packet.maximum);
    const auto shrink = Exp2(hn::Mul(hn::Sub(before, maximum), hn::Load(d, packet.factors)));
    hn::Store(maximum, d, packet.maximum);
    hn::Store(hn::Mul(hn::Load(d, packet.sum), shrink), d, packet.sum);
    for (std::size_t i = 0; i < packet.dims * kLanes; i += kLanes) {
        hn::Store(hn::Mul(hn::Load(d, packet.output + i), shrink), d, packet.output + i);
    }
}

// Turns scores into weights tises the values' scales; returns the saxisus of each lane.
HWY_INLINE FloatVector Weights(const GemmScratch& s, const QueryPacket& packet, Tokens tokens) {
    const Floats d;
    const auto factor = hn::Load(d, packet.factors);
    const auto offset = hn::Mul(hn::Load(d, packet.maximum), factor);
    auto sum = hn::Load(d, packet.sum);
    auto largest = hn::Zero(d);
    for (auto token = tokens.begin; token < tokens.end; ++token) {
        float* const score = s.scores + token * kLanes;
        const auto weight = Exp2(hn::MulSub(hn::Load(d, score), factor, offset));
        const auto scaled = ScaleWeight(weight, hn::Set(d, s.value_scales[token]), sum);
        hn::Store(scaled, d, score);
        largest = hn::Max(largest, scaled);
    }
    hn::Store(sum, d, packet.sum);
    return largest;
}

// Rounds weights to bytes and packs those of four tokens into each lane. The rounding error carries
// over to the token kLanes later, as in attend_int8_gesv.
HWY_INLINE void PackWeights(const GemmScratch& s, FloatVector factor, Tokens tokens) {
    const Floats d;
    for (std::size_t quad = 0; quad < kLanes; quad += kQuad) {
        ByteRounder r0(factor);
        ByteRounder r1(factor);
        ByteRounder r2(factor);
        ByteRounder r3(factor);
        for (auto token = tokens.begin + quad; token < tokens.end; token += kLanes) {
            const float* const weights = s.scores + token * kLanes;
            const auto w0 = r0.Next(hn::Load(d, weights));
            const auto w1 = r1.Next(hn::Load(d, weights + kLanes));
            const auto w2 = r2.Next(hn::Load(d, weights + 2 * kLanes));
            const auto w3 = r3.Next(hn::Load(d, weights + 3 * kLanes));
            const auto low = hn::Or(w0, hn::ShiftLeft<8>(w1));
            const auto all = hn::Or3(low, hn::ShiftLeft<16>(w2), hn::ShiftLeft<24>(w3));
            hn::Store(hn::BitCast(Uint8s(), all), Uint8s(), s.weights + token * kLanes);
        }
    }
}

HWY_INLINE void AddValues(const GemmScratch& s, const QueryPacket& packet, const KvTile& tile,
                          FloatVector step, Tokens tokens) {
    const Floats d;
    const auto stride = packet.width * kQuad;
    for (std::size_t dim = 0; dim < packet.dims; dim += kSums) {
        SumVector sums[kSums];
#pragma GCC unroll 16
        for (SumVector& sum : sums) {
            sum = ToSum(hn::Zero(Int32s()));
        }
        AddProducts<UnsignedProducts>(
            s.weights + tokens.begin * kLanes, (tokens.end - tokens.begin) / kQuad,
            tile.int8_values() + tokens.begin * packet.width + dim * kQuad, stride, sums);
        float* const output = packet.output + dim * kLanes;
#pragma GCC unroll 16
        for (std::size_t j = 0; j < kSums; ++j) {
            float* const out = output + j * kLanes;
            hn::Store(hn::MulAdd(hn::ConvertTo(d, FromSum(sums[j])), step, hn::Load(d, out)), d,
                      out);
        }
    }
}

// The tokens of the tile that any lane sees, rounded to whole steps of the token loops.
Tokens tokens_seen(const QueryPacket& packet, std::int32_t position) {
    constexpr auto kTileEnd = static_cast<std::int32_t>(kTile);
    const auto begin = std::clamp(packet.lowest_first - position, 0, kTileEnd);
    const auto end = std::clamp(packet.highest_end - position, 0, kTileEnd);
    return {static_cast<std::size_t>(begin) / kSums * kSums,
            (static_cast<std::size_t>(end) + kSums - 1) / kSums * kSums};
}

void AttendTile(const GemmScratch& s, const QueryPacket& packet, const KvTile& tile,
                std::int32_t position) {
    const Floats d;
    const auto tokens = tokens_seen(packet, position);
    if (tokens.begin >= tokens.end) {
        return;
    }
    auto largest = Scores(s, packet, tile, tokens);
    const bool all_see_all =
        packet.highest_first <= position + static_cast<std::int32_t>(tokens.begin) &&
        packet.lowest_end >= position + static_cast<std::int32_t>(tokens.end);
    if (!all_see_all) {
        largest = MaskUnseen(s, packet, position, tokens);
    }
    const auto before = hn::Load(d, packet.maximum);
    if (!hn::AllTrue(d, hn::Le(largest, before))) {
        RaiseMaximum(packet, hn::Max(before, largest));
    }
    largest = Weights(s, packet, tokens);
    PackWeights(s, ByteFactor(largest), tokens);
    const auto step = hn::Mul(largest, hn::Set(d, 1.0F / static_cast<float>(kWeightSteps)));
    AddValues(s, packet, tile, step, tokens);
}

// Converts the scales to f32 and, where signed vectors are shifted up by 128, cosputes each token's
// correction.
void PrepareTile(const GemmScratch& s, const KvTile& tile, std::size_t dims) {
    WidenScales(tile.key_scales, kTile, s.key_scales);
    WidenScales(tile.value_scales, kTile, s.value_scales);
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
        hn::Store(hn::Mul(FromSum(sum), hn::Set(d, -kSignedBias)), d, s.starts + token);
    }
}

// Quantizes the queries and interleaves those of a packet, quad by quad. Unused lanes hold zeros
// and see what the last vector sees.
void PackQueries(const QueryBlock& block, const GemmScratch& s) {
    const auto packets = (block.vectors + kLanes - 1) / kLanes;
    for (std::size_t i = 0; i < packets * kLanes; ++i) {
        const bool is_vector = i < block.vectors;
        const auto source = std::min(i, block.vectors - 1);
        const float step =
            QuantizeVector(block.queries + source * block.stride, block.stride, s.query);
        std::int8_t* const to = s.queries + i / kLanes * block.stride * kLanes + i % kLanes * kQuad;
        for (std::size_t dim = 0; dim < block.stride; dim += kQuad) {
            for (std::size_t j = 0; j < kQuad; ++j) {
                to[dim * kLanes + j] = is_vector ? s.query[dim + j] : std::int8_t{0};
            }
        }
        s.factors[i] = step * std::numbers::log2e_v<float>;
        s.first[i] = block.first[source];
        s.end[i] = block.end[source];
    }
    std::fill_n(s.maximum, packets * kLanes, kInitialMaximum);
    std::fill_n(s.sum, packets * kLanes, 0.0F);
    std::fill_n(s.output, packets * kLanes * block.stride, 0.0F);
}

QueryPacket packet_of(const GemmScratch& s, std::size_t head_dim, std::size_t width,
                      std::size_t index) {
    const auto at = index * kLanes;
    QueryPacket packet;
    packet.width = width;
    packet.dims = (head_dim + kSums - 1) / kSums * kSums;
    packet.queries = s.queries + at * width;
    packet.factors = s.factors + at;
    packet.first = s.first + at;
    packet.end = s.end + at;
    const auto first = std::minmax_element(s.first + at, s.first + at + kLanes);
    const auto end = std::minmax_element(s.end + at, s.end + at + kLanes);
    packet.lowest_first = *first.first;
    packet.highest_first = *first.second;
    packet.lowest_end = *end.first;
    packet.highest_end = *end.second;
    packet.maximum = s.maximum + at;
    packet.sum = s.sum + at;
    packet.output = s.output + at * width;
    return packet;
}

void AttendGemm(const KvRange& range, const QueryBlock& block) {
    ScratchArena arena(block.scratch);
    const GemmScratch s(arena, block.vectors, block.stride);
    PackQueries(block, s);
    const auto packets = (block.vectors + kLanes - 1) / kLanes;
    for (std::size_t i = 0; i < packets; ++i) {
        s.packets[i] = packet_of(s, range.cache->layout().head_dim, block.stride, i);
    }
    for (auto index = range.begin / kTile; index * kTile < range.end; ++index) {
        const auto tile = range.cache->tile(range.layer, range.head, index);
        PrepareTile(s, tile, s.packets[0].dims);
        for (std::size_t i = 0; i < packets; ++i) {
            AttendTile(s, s.packets[i], tile, static_cast<std::int32_t>(index * kTile));
        }
    }
    for (std::size_t i = 0; i < block.vectors; ++i) {
        block.maximum[i] = s.maximum[i] * s.factors[i] * std::numbers::ln2_v<float>;
        block.sum[i] = s.sum[i];
        const float* const from = s.output + i / kLanes * block.stride * kLanes + i % kLanes;
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
