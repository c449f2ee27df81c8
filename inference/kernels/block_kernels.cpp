#include "inference/kernels/block_kernels.h"

// As in int4_kernels.cpp.
#define HWY_DISABLED_TARGETS (HWY_ALL_SVE | HWY_RVV)
#define HWY_WANT_AVX3_DL 1
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/kernels/block_kernels.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once per instruction set.
#include "inference/kernels/f16-inl.h"
#include "inference/kernels/panel_products-inl.h"

#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The vectors of scales and minimums of block `i` of a group, for the outputs from `lane` on.
template <BlockFormat kFormat>
struct Scales {
    static constexpr bool kHasMinimum =
        kFormat != BlockFormat::int4 && kFormat != BlockFormat::int8;
    static constexpr bool kIsInt8 =
        kFormat == BlockFormat::int8 || kFormat == BlockFormat::int8_min;
    static constexpr auto kSizes = sizes_of(kFormat);

    HWY_INLINE static FloatVector scale(const std::byte* group, std::size_t i, std::size_t lane) {
        return half(group, i * kPanelOutputs + lane);
    }
    HWY_INLINE static FloatVector minimum(const std::byte* group, std::size_t i, std::size_t lane) {
        return half(group, (kSizes.group_blocks + i) * kPanelOutputs + lane);
    }

protected:
    HWY_INLINE static FloatVector half(const std::byte* group, std::size_t at) {
        return LoadF16(Floats(), reinterpret_cast<const std::uint16_t*>(group) + at);
    }
};

struct SuperblockScales : Scales<BlockFormat::int4_superblock> {
    HWY_INLINE static FloatVector scale(const std::byte* group, std::size_t i, std::size_t lane) {
        return hn::Mul(half(group, lane), byte(group, i * kPanelOutputs + lane));
    }
    HWY_INLINE static FloatVector minimum(const std::byte* group, std::size_t i, std::size_t lane) {
        return hn::Mul(half(group, kPanelOutputs + lane),
                       byte(group, (kSizes.group_blocks + i) * kPanelOutputs + lane));
    }

private:
    HWY_INLINE static FloatVector byte(const std::byte* group, std::size_t at) {
        constexpr std::size_t kBytesAt = 2 * kPanelOutputs * sizeof(std::uint16_t);
        const hn::Rebind<std::uint8_t, Floats> d8;
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(group) + kBytesAt + at;
        return hn::ConvertTo(Floats(), hn::PromoteTo(Words(), hn::LoadU(d8, bytes)));
    }
};

// The 32-bit word of values number `quad` of 8 of token `r`.
template <std::size_t kTileTokens, std::size_t kTiles>
HWY_INLINE std::int32_t values_at(const std::byte* const (&tiles)[kTiles], std::size_t quad,
                                  std::size_t r) {
    return read<std::int32_t>(tiles[r / kTileTokens] + (quad * kTileTokens + r % kTileTokens) * 4);
}

template <class T, std::size_t kTileTokens, std::size_t kTiles>
HWY_INLINE T field_at(const std::byte* const (&tiles)[kTiles], std::size_t field, std::size_t r) {
    return read<T>(tiles[r / kTileTokens] + field + r % kTileTokens * 4);
}

// sums[token] = Σ weight · value over one block, with nibbles less 8 unless `kFromZero`.
template <bool kFromZero, std::size_t kTileTokens, std::size_t kTiles, std::size_t kTokens>
HWY_INLINE void sum_nibbles(const std::byte* block, const std::byte* const (&tiles)[kTiles],
                            WordVector (&out)[kTokens]) {
    // A single token has too few independent accumulators: split them by low and high nibbles.
    constexpr std::size_t kHigh = kTokens == 1 ? 1 : 0;
    using Fields = TileFields<kTileTokens>;
    const Nibbles d;
    const auto low_mask = hn::Set(d, std::uint8_t{15});
    NibbleSums sums[kTokens + kHigh];
    sums[kHigh] = begin_nibbles(0);
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        sums[r] = begin_nibbles(
            kFromZero ? 0 : field_at<std::int32_t, kTileTokens>(tiles, Fields::kMinus8, r));
    }
    HWY_UNROLL(4)
    for (std::size_t j = 0; j < 4; ++j) {
        const auto both = hn::LoadU(d, reinterpret_cast<const std::uint8_t*>(block) + 64 * j);
        const auto low = hn::And(both, low_mask);
        const auto high = high_nibbles(both);
        HWY_UNROLL(16)
        for (std::size_t r = 0; r < kTokens; ++r) {
            sums[r] = add_nibbles(low, values_at<kTileTokens>(tiles, 2 * j, r), sums[r]);
        }
        HWY_UNROLL(16)
        for (std::size_t r = 0; r < kTokens; ++r) {
            sums[r + kHigh] =
                add_nibbles(high, values_at<kTileTokens>(tiles, 2 * j + 1, r), sums[r + kHigh]);
        }
    }
    if constexpr (kHigh == 1) {
        sums[0] = hn::Add(sums[0], sums[1]);
    }
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        out[r] = end_nibbles(
            sums[r],
            kFromZero ? 0 : field_at<std::int32_t, kTileTokens>(tiles, Fields::kMinus8, r));
    }
}

// The same of int8 weights.
template <std::size_t kTileTokens, std::size_t kTiles, std::size_t kTokens>
HWY_INLINE void sum_bytes(const std::byte* block, const std::byte* const (&tiles)[kTiles],
                          WordVector (&out)[kTokens]) {
    constexpr std::size_t kOdd = kTokens == 1 ? 1 : 0; // as in sum_nibbles
    const Bytes d;
    WordVector sums[kTokens + kOdd];
    sums[kOdd] = hn::Zero(Words());
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        sums[r] = hn::Set(Words(), kShiftsBytes ? field_at<std::int32_t, kTileTokens>(
                                                      tiles, TileFields<kTileTokens>::kMinus128, r)
                                                : 0);
    }
    HWY_UNROLL(8)
    for (std::size_t j = 0; j < 8; ++j) {
        const auto weights =
            prepare_weights(hn::LoadU(d, reinterpret_cast<const std::int8_t*>(block) + 64 * j));
        const std::size_t odd = j % 2 * kOdd;
        HWY_UNROLL(16)
        for (std::size_t r = 0; r < kTokens; ++r) {
            sums[r + odd] = add_bytes(weights, values_at<kTileTokens>(tiles, j, r), sums[r + odd]);
        }
    }
    if constexpr (kOdd == 1) {
        sums[0] = hn::Add(sums[0], sums[1]);
    }
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        out[r] = sums[r];
    }
}

// kTiles tiles of kTileTokens tokens × the vector of outputs that begins at `lane` in the panel.
template <class Format, std::size_t kTiles, std::size_t kTileTokens>
HWY_INLINE void multiply_blocks(const std::byte* group, std::size_t groups, std::size_t lane,
                                const std::byte* tile, std::size_t tile_bytes, float* out,
                                std::size_t stride) {
    constexpr std::size_t kTokens = kTiles * kTileTokens;
    using Fields = TileFields<kTileTokens>;
    const Floats d;
    const std::byte* tiles[kTiles];
    for (std::size_t i = 0; i < kTiles; ++i) {
        tiles[i] = tile + i * tile_bytes;
    }
    FloatVector totals[kTokens];
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        totals[r] = hn::Zero(d);
    }
    for (std::size_t g = 0; g < groups; ++g, group += Format::kSizes.group()) {
        const std::byte* block = group + Format::kSizes.scales + lane * sizeof(float);
        for (std::size_t i = 0; i < Format::kSizes.group_blocks; ++i) {
            WordVector sums[kTokens];
            if constexpr (Format::kIsInt8) {
                sum_bytes<kTileTokens>(block, tiles, sums);
            } else {
                sum_nibbles<Format::kHasMinimum, kTileTokens>(block, tiles, sums);
            }
            const auto scale = Format::scale(group, i, lane);
            HWY_UNROLL(16)
            for (std::size_t r = 0; r < kTokens; ++r) {
                const auto step =
                    hn::Set(d, field_at<float, kTileTokens>(tiles, Fields::kScale, r));
                totals[r] = hn::MulAdd(hn::ConvertTo(d, sums[r]), hn::Mul(scale, step), totals[r]);
            }
            if constexpr (Format::kHasMinimum) {
                const auto minimum = Format::minimum(group, i, lane);
                HWY_UNROLL(16)
                for (std::size_t r = 0; r < kTokens; ++r) {
                    const auto sum =
                        hn::Set(d, field_at<float, kTileTokens>(tiles, Fields::kScaledSum, r));
                    totals[r] = hn::NegMulAdd(minimum, sum, totals[r]);
                }
            }
            block += Format::kSizes.block;
            for (auto& one : tiles) {
                one += block_tile_bytes(kTileTokens);
            }
        }
    }
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        hn::StoreU(totals[r], d, out + r * stride);
    }
}

// The product of one matrix with some tokens.
template <class Format>
class BlockProduct {
public:
    HWY_INLINE BlockProduct(const BlockPanels& weights, const BlockTiles& tokens, float* out,
                            std::size_t stride)
        : weights_(weights), tokens_(tokens), out_(out), stride_(stride) {}

    // A whole panel; skips what lies beyond the last token or output.
    template <std::size_t kTiles, std::size_t kTileTokens>
    HWY_INLINE void multiply(std::size_t index, std::size_t tile) const {
        constexpr std::size_t kTokens = kTiles * kTileTokens;
        const auto* panel = weights_.panels + index * weights_.panel_bytes();
        const auto* first = tokens_.tiles + tile * tokens_.tile_bytes();
        const auto token = tile * kTileTokens;
        const auto n_tokens = std::min(kTokens, tokens_.n_tokens - token);
        const auto n_outputs = std::min(kPanelOutputs, weights_.outputs - index * kPanelOutputs);
        float* const destination = out_ + token * stride_ + index * kPanelOutputs;
        const bool is_whole = n_tokens == kTokens && n_outputs == kPanelOutputs;
        HWY_ALIGN float buffer[kTokens * kPanelOutputs];
        float* const to = is_whole ? destination : buffer;
        const auto stride = is_whole ? stride_ : kPanelOutputs;
        for (std::size_t lane = 0; lane < kPanelOutputs; lane += hn::Lanes(Floats())) {
            multiply_blocks<Format, kTiles, kTileTokens>(panel, weights_.groups, lane, first,
                                                         tokens_.tile_bytes(), to + lane, stride);
        }
        for (std::size_t r = 0; !is_whole && r < n_tokens; ++r) {
            std::copy_n(buffer + r * kPanelOutputs, n_outputs, destination + r * stride_);
        }
    }

    HWY_INLINE void multiply_tiles(std::size_t panel, std::size_t tile, std::size_t end) const {
        if (tokens_.n_tokens == 1) {
            multiply<1, 1>(panel, 0);
            return;
        }
        if constexpr (kMaxTiles == 3) {
            for (; tile + 3 <= end; tile += 3) {
                multiply<3, kTokensPerTile>(panel, tile);
            }
            for (; tile + 2 <= end; tile += 2) {
                multiply<2, kTokensPerTile>(panel, tile);
            }
        }
        for (; tile < end; ++tile) {
            multiply<1, kTokensPerTile>(panel, tile);
        }
    }

private:
    const BlockPanels& weights_;
    const BlockTiles& tokens_;
    float* out_;
    std::size_t stride_;
};

template <class Format>
HWY_INLINE void multiply_range(const BlockPanels& weights, std::size_t first, std::size_t end,
                               const BlockTiles& tokens, std::size_t first_tile,
                               std::size_t end_tile, float* out, std::size_t stride) {
    const BlockProduct<Format> product(weights, tokens, out, stride);
    for (std::size_t panel = first; panel < end; ++panel) {
        product.multiply_tiles(panel, first_tile, end_tile);
    }
}

void MultiplyBlockPanels(const BlockPanels& weights, std::size_t first, std::size_t end,
                         const BlockTiles& tokens, std::size_t first_tile, std::size_t end_tile,
                         float* out, std::size_t stride) {
    const auto multiply = [&](auto format) HWY_ATTR {
        multiply_range<decltype(format)>(weights, first, end, tokens, first_tile, end_tile, out,
                                         stride);
    };
    switch (weights.format) {
    case BlockFormat::int4:
        return multiply(Scales<BlockFormat::int4>());
    case BlockFormat::int4_min:
        return multiply(Scales<BlockFormat::int4_min>());
    case BlockFormat::int4_superblock:
        return multiply(SuperblockScales());
    case BlockFormat::int8:
        return multiply(Scales<BlockFormat::int8>());
    case BlockFormat::int8_min:
        return multiply(Scales<BlockFormat::int8_min>());
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(MultiplyBlockPanels);

void multiply_block_panels(const BlockPanels& weights, std::size_t first, std::size_t end,
                           const BlockTiles& tokens, std::size_t first_tile, std::size_t end_tile,
                           float* out, std::size_t stride) {
    HWY_DYNAMIC_DISPATCH(MultiplyBlockPanels)
    (weights, first, end, tokens, first_tile, end_tile, out, stride);
}

} // namespace sotto::inference
#endif
