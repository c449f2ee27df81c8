#include "inference/kernels/block_kernels.h"

// As in int4_kernels.cpp.
#define HWY_DISABLED_TARGETS (HWY_ALL_SVE | HWY_RVV)
#define HWY_WANT_AVX3_DL 1
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/kernels/block_quantization.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once per instruction set.
#include "inference/kernels/panel_products-inl.h"

#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Smaller magnitudes have no finite inverse.
constexpr float kMinAbsmax = 1e-30F;
constexpr float kInt8Steps = 127;

// Quantizes 32 inputs of a token and returns their scale.
HWY_INLINE float quantize_inputs(const float* x, std::int8_t* out) {
    const Floats d;
    const hn::Rebind<std::int8_t, Floats> d8;
    auto greatest = hn::Zero(d);
    auto excess = hn::Zero(d); // x − x: NaN where x is not finite
    for (std::size_t i = 0; i < kBlockInputs; i += hn::Lanes(d)) {
        const auto v = hn::LoadU(d, x + i);
        greatest = hn::Max(greatest, hn::Abs(v));
        excess = hn::Add(excess, hn::Sub(v, v));
    }
    const float absmax = hn::ReduceMax(d, greatest);
    const bool is_zero = !(absmax >= kMinAbsmax);
    const auto inverse = hn::Set(d, is_zero ? 0.0F : kInt8Steps / absmax);
    for (std::size_t i = 0; i < kBlockInputs; i += hn::Lanes(d)) {
        const auto steps = hn::NearestInt(hn::Mul(hn::LoadU(d, x + i), inverse));
        hn::StoreU(hn::DemoteTo(d8, steps), d8, out + i);
    }
    return (is_zero ? 0.0F : absmax / kInt8Steps) + hn::ReduceSum(d, excess);
}

template <std::size_t kTileTokens>
HWY_INLINE void store_fields(const std::int32_t* sums, const float* scales, std::int8_t* block) {
    using Fields = TileFields<kTileTokens>;
    for (std::size_t r = 0; r < kTileTokens; ++r) {
        const std::int32_t minus_8 = -8 * sums[r];
        const std::int32_t minus_128 = -128 * sums[r];
        const float scaled = scales[r] * static_cast<float>(sums[r]);
        std::memcpy(block + Fields::kMinus8 + 4 * r, &minus_8, 4);
        std::memcpy(block + Fields::kMinus128 + 4 * r, &minus_128, 4);
        std::memcpy(block + Fields::kScale + 4 * r, scales + r, 4);
        std::memcpy(block + Fields::kScaledSum + 4 * r, &scaled, 4);
    }
}

void QuantizeBlockToken(const float* x, std::size_t width, const BlockTiles& tokens) {
    auto* out = reinterpret_cast<std::int8_t*>(tokens.tiles);
    for (std::size_t column = 0; column < width; column += kBlockInputs) {
        const float scale = quantize_inputs(x + column, out);
        const auto sums = add_words(out + 16, add_words(out, hn::Zero(FourWords())));
        const std::int32_t sum = hn::ReduceSum(FourWords(), sums);
        store_fields<1>(&sum, &scale, out);
        out += block_tile_bytes(1);
    }
}

void QuantizeBlockTile(const float* x, std::size_t stride, std::size_t width, std::size_t tile,
                       const BlockTiles& tokens) {
    const auto first = tile * kTokensPerTile;
    const auto n_tokens = std::min(kTokensPerTile, tokens.n_tokens - first);
    HWY_ALIGN std::int8_t blocks[kTokensPerTile][kBlockInputs] = {};
    float scales[kTokensPerTile] = {};
    HWY_ALIGN std::int32_t sums[kTokensPerTile];
    auto* out = reinterpret_cast<std::int8_t*>(tokens.tiles + tile * tokens.tile_bytes());
    for (std::size_t column = 0; column < width; column += kBlockInputs) {
        for (std::size_t r = 0; r < n_tokens; ++r) {
            scales[r] = quantize_inputs(x + (first + r) * stride + column, blocks[r]);
        }
        hn::Store(interleave_tokens(blocks, out), FourWords(), sums);
        store_fields<kTokensPerTile>(sums, scales, out);
        out += block_tile_bytes(kTokensPerTile);
    }
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(QuantizeBlockToken);
HWY_EXPORT(QuantizeBlockTile);

void quantize_block_tile(const float* input, std::size_t stride, std::size_t width,
                         std::size_t tile, const BlockTiles& tokens) {
    if (tokens.n_tokens == 1) {
        HWY_DYNAMIC_DISPATCH(QuantizeBlockToken)(input, width, tokens);
    } else {
        HWY_DYNAMIC_DISPATCH(QuantizeBlockTile)(input, stride, width, tile, tokens);
    }
    const auto written = width / kBlockInputs * block_tile_bytes(tokens.tile_tokens());
    auto* const begin = tokens.tiles + tile * tokens.tile_bytes();
    std::fill(begin + written, begin + tokens.tile_bytes(), std::byte{0});
}

} // namespace sotto::inference
#endif
