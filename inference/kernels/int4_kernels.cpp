#include "inference/kernels/int4_kernels.h"

// Tiles are arrays of vectors, which scalable vectors (SVE, RVV) do not allow; CPUs with SVE also
// have 128-bit vectors.
#define HWY_DISABLED_TARGETS (HWY_ALL_SVE | HWY_RVV)
// Also targets CPUs with VNNI but without bfloat16.
#define HWY_WANT_AVX3_DL 1
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/kernels/int4_kernels.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once per instruction set.
#include "inference/kernels/panel_products-inl.h"

#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <cstring>

// Kernels follow Highway's naming, since they stand next to its functions.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
constexpr float kSteps = 255;
// Smaller ranges have no finite inverse.
constexpr float kMinRange = 1e-30F;

// totals[token] += scale · Σ (nibble − 8) · value over one block of 32 inputs, for the vector of
// outputs at `block`. tiles[i]: the block's values of token tile i.
template <std::size_t kTiles, std::size_t kTokens>
HWY_INLINE void multiply_block(const std::byte* block, FloatVector scale,
                               const std::byte* const (&tiles)[kTiles],
                               FloatVector (&totals)[kTokens]) {
    constexpr std::size_t kTileTokens = kTokens / kTiles;
    constexpr std::size_t kSumsAt = kTileTokens * kInt4BlockSize;
    // A single token has too few independent accumulators: split them by low and high nibbles.
    constexpr std::size_t kHigh = kTokens == 1 ? 1 : 0;
    const Nibbles d;
    const auto low_mask = hn::Set(d, std::uint8_t{15});
    NibbleSums sums[kTokens + kHigh];
    sums[kHigh] = begin_nibbles(0);
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        sums[r] = begin_nibbles(
            read<std::int32_t>(tiles[r / kTileTokens] + kSumsAt + r % kTileTokens * 4));
    }
    HWY_UNROLL(4)
    for (std::size_t j = 0; j < 4; ++j) {
        const auto both = hn::LoadU(d, reinterpret_cast<const std::uint8_t*>(block) + 64 * j);
        const auto low = hn::And(both, low_mask);
        const auto high = high_nibbles(both);
        HWY_UNROLL(16)
        for (std::size_t r = 0; r < kTokens; ++r) {
            const auto* values =
                tiles[r / kTileTokens] + (2 * j * kTileTokens + r % kTileTokens) * 4;
            sums[r] = add_nibbles(low, read<std::int32_t>(values), sums[r]);
        }
        HWY_UNROLL(16)
        for (std::size_t r = 0; r < kTokens; ++r) {
            const auto* values =
                tiles[r / kTileTokens] + ((2 * j + 1) * kTileTokens + r % kTileTokens) * 4;
            sums[r + kHigh] = add_nibbles(high, read<std::int32_t>(values), sums[r + kHigh]);
        }
    }
    if constexpr (kHigh == 1) {
        sums[0] = hn::Add(sums[0], sums[1]);
    }
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        const auto sum = end_nibbles(
            sums[r], read<std::int32_t>(tiles[r / kTileTokens] + kSumsAt + r % kTileTokens * 4));
        totals[r] = hn::MulAdd(hn::ConvertTo(Floats(), sum), scale, totals[r]);
    }
}

// kTiles tiles of kTileTokens tokens × the vector of outputs that begins at `lane` in the panel.
template <std::size_t kTiles, std::size_t kTileTokens>
HWY_INLINE void multiply_tile(const WeightPanels& weights, const std::byte* panel, std::size_t lane,
                              const TokenTiles& tokens, std::size_t tile, float* out,
                              std::size_t out_stride) {
    constexpr std::size_t kTokens = kTiles * kTileTokens;
    constexpr std::size_t kBytes = tile_block_bytes(kTileTokens);
    const Floats d;
    const UnsignedWords du;
    const std::byte* tiles[kTiles];
    for (std::size_t i = 0; i < kTiles; ++i) {
        tiles[i] = tokens.tiles + (tile + i) * tokens.tile_bytes();
    }
    const auto token = tile * kTileTokens;
    const auto weight_sums = hn::LoadU(d, reinterpret_cast<const float*>(panel) + lane);
    FloatVector totals[kTokens];
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        totals[r] = hn::Mul(hn::Set(d, tokens.minus_zero_points[token + r]), weight_sums);
    }
    const std::byte* pair = panel + kPanelSumsBytes + lane * sizeof(float);
    for (std::size_t i = 0; i < weights.pairs; ++i) {
        const auto scales =
            hn::LoadU(du, reinterpret_cast<const std::uint32_t*>(pair + 2 * kPanelBlockBytes));
        multiply_block(pair, hn::BitCast(d, hn::ShiftLeft<16>(scales)), tiles, totals);
        for (auto& one : tiles) {
            one += kBytes;
        }
        multiply_block(pair + kPanelBlockBytes,
                       hn::BitCast(d, hn::And(scales, hn::Set(du, 0xFFFF0000U))), tiles, totals);
        for (auto& one : tiles) {
            one += kBytes;
        }
        pair += kPanelPairBytes;
    }
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < kTokens; ++r) {
        hn::StoreU(hn::Mul(totals[r], hn::Set(d, tokens.scales[token + r])), d,
                   out + r * out_stride);
    }
}

// The same for a whole panel; skips what lies beyond the last token or output.
template <std::size_t kTiles, std::size_t kTileTokens>
HWY_INLINE void multiply_tiles(const WeightPanels& weights, std::size_t index,
                               const TokenTiles& tokens, std::size_t tile, float* out) {
    constexpr std::size_t kTokens = kTiles * kTileTokens;
    const auto* panel = weights.panels + index * weights.panel_bytes();
    const auto token = tile * kTileTokens;
    const auto n_tokens = std::min(kTokens, tokens.n_tokens - token);
    const auto n_outputs = std::min(kPanelOutputs, weights.outputs - index * kPanelOutputs);
    float* const destination = out + token * weights.outputs + index * kPanelOutputs;
    const bool is_whole = n_tokens == kTokens && n_outputs == kPanelOutputs;
    HWY_ALIGN float buffer[kTokens * kPanelOutputs];
    float* const to = is_whole ? destination : buffer;
    const auto stride = is_whole ? weights.outputs : kPanelOutputs;
    for (std::size_t lane = 0; lane < kPanelOutputs; lane += hn::Lanes(Floats())) {
        multiply_tile<kTiles, kTileTokens>(weights, panel, lane, tokens, tile, to + lane, stride);
    }
    for (std::size_t r = 0; !is_whole && r < n_tokens; ++r) {
        std::copy_n(buffer + r * kPanelOutputs, n_outputs, destination + r * weights.outputs);
    }
}

void MultiplyPanels(const WeightPanels& weights, std::size_t first, std::size_t end,
                    const TokenTiles& tokens, float* out) {
    const auto n_tiles = tokens.n_tiles();
    for (std::size_t panel = first; panel < end; ++panel) {
        if (tokens.n_tokens == 1) {
            multiply_tiles<1, 1>(weights, panel, tokens, 0, out);
            continue;
        }
        std::size_t tile = 0;
        if constexpr (kMaxTiles == 3) {
            for (; tile + 3 <= n_tiles; tile += 3) {
                multiply_tiles<3, kTokensPerTile>(weights, panel, tokens, tile, out);
            }
            for (; tile + 2 <= n_tiles; tile += 2) {
                multiply_tiles<2, kTokensPerTile>(weights, panel, tokens, tile, out);
            }
        }
        for (; tile < n_tiles; ++tile) {
            multiply_tiles<1, kTokensPerTile>(weights, panel, tokens, tile, out);
        }
    }
}

const char* InstructionSet() {
    return hwy::TargetName(HWY_TARGET);
}

// How a token is quantized.
struct Quantization {
    float inverse_scale;
    std::int32_t zero_point;
};

HWY_INLINE Quantization choose_quantization(const float* x, std::size_t width, float* scale,
                                            float* minus_zero_point) {
    const Floats d;
    auto least = hn::Zero(d);
    auto greatest = hn::Zero(d);
    for (std::size_t i = 0; i < width; i += hn::Lanes(d)) {
        const auto v = hn::LoadU(d, x + i);
        least = hn::Min(least, v);
        greatest = hn::Max(greatest, v);
    }
    const float minimum = hn::ReduceMin(d, least);
    const float range = hn::ReduceMax(d, greatest) - minimum;
    if (!(range >= kMinRange)) {
        *scale = 0;
        *minus_zero_point = 0;
        return {0, 0};
    }
    const float inverse = kSteps / range;
    const float steps_below_zero = minimum * inverse;
    const float zero_point =
        std::clamp(std::nearbyint(-128.0F - steps_below_zero), -128.0F, 127.0F);
    *scale = range / kSteps;
    *minus_zero_point = -zero_point;
    return {inverse, static_cast<std::int32_t>(zero_point)};
}

HWY_INLINE void quantize_block(const float* x, const Quantization& how, std::int8_t* out) {
    const Floats d;
    const hn::Rebind<std::int8_t, Floats> d8;
    const auto inverse = hn::Set(d, how.inverse_scale);
    const auto zero_point = hn::Set(Words(), how.zero_point);
    for (std::size_t i = 0; i < kInt4BlockSize; i += hn::Lanes(d)) {
        const auto steps = hn::NearestInt(hn::Mul(hn::LoadU(d, x + i), inverse));
        hn::StoreU(hn::DemoteTo(d8, hn::Add(steps, zero_point)), d8, out + i);
    }
}

HWY_INLINE hn::Vec<FourWords> minus_eight_times(hn::Vec<FourWords> sums) {
    return hn::Neg(hn::ShiftLeft<3>(sums));
}

void QuantizeToken(const float* x, std::size_t width, const TokenTiles& tokens) {
    const auto how = choose_quantization(x, width, tokens.scales, tokens.minus_zero_points);
    auto* out = reinterpret_cast<std::int8_t*>(tokens.tiles);
    for (std::size_t column = 0; column < width; column += kInt4BlockSize) {
        quantize_block(x + column, how, out);
        const auto sums = add_words(out + 16, add_words(out, hn::Zero(FourWords())));
        const auto sum = hn::ReduceSum(FourWords(), minus_eight_times(sums));
        std::memcpy(out + kInt4BlockSize, &sum, sizeof sum);
        out += tile_block_bytes(1);
    }
}

void QuantizeTile(const float* x, std::size_t stride, std::size_t width, std::size_t tile,
                  const TokenTiles& tokens) {
    const auto first = tile * kTokensPerTile;
    const auto n_tokens = std::min(kTokensPerTile, tokens.n_tokens - first);
    HWY_ALIGN std::int8_t blocks[kTokensPerTile][kInt4BlockSize] = {};
    Quantization how[kTokensPerTile];
    for (std::size_t r = 0; r < kTokensPerTile; ++r) {
        tokens.scales[first + r] = 0;
        tokens.minus_zero_points[first + r] = 0;
        if (r < n_tokens) {
            how[r] = choose_quantization(x + (first + r) * stride, width, tokens.scales + first + r,
                                         tokens.minus_zero_points + first + r);
        }
    }
    auto* out = reinterpret_cast<std::int8_t*>(tokens.tiles + tile * tokens.tile_bytes());
    for (std::size_t column = 0; column < width; column += kInt4BlockSize) {
        for (std::size_t r = 0; r < n_tokens; ++r) {
            quantize_block(x + (first + r) * stride + column, how[r], blocks[r]);
        }
        const auto sums = interleave_tokens(blocks, out);
        hn::StoreU(minus_eight_times(sums), FourWords(),
                   reinterpret_cast<std::int32_t*>(out + kInt4BlockSize * kTokensPerTile));
        out += tile_block_bytes(kTokensPerTile);
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(InstructionSet);
HWY_EXPORT(MultiplyPanels);
HWY_EXPORT(QuantizeToken);
HWY_EXPORT(QuantizeTile);

const char* instruction_set() {
    return HWY_DYNAMIC_DISPATCH(InstructionSet)();
}

void quantize_tile(const float* input, std::size_t stride, std::size_t width, std::size_t tile,
                   const TokenTiles& tokens) {
    if (tokens.n_tokens == 1) {
        HWY_DYNAMIC_DISPATCH(QuantizeToken)(input, width, tokens);
    } else {
        HWY_DYNAMIC_DISPATCH(QuantizeTile)(input, stride, width, tile, tokens);
    }
    const auto written = width / kInt4BlockSize * tile_block_bytes(tokens.tile_tokens());
    auto* const begin = tokens.tiles + tile * tokens.tile_bytes();
    std::fill(begin + written, begin + tokens.tile_bytes(), std::byte{0});
}

void multiply_panels(const WeightPanels& weights, std::size_t first, std::size_t end,
                     const TokenTiles& tokens, float* out) {
    HWY_DYNAMIC_DISPATCH(MultiplyPanels)(weights, first, end, tokens, out);
}

} // namespace sotto::inference
#endif
