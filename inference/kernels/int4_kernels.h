#pragma once

#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>

// GEMM and GEMV kernels for int4 weights and int8 activations, dispatched at run time. Integer sums
// are exact, and so is their product with a bfloat16 scale: every instruction set, tile shape and
// number of threads gives the same bits.
namespace sotto::inference {

/// Outputs (rows of the weight matrix) interleaved in one panel.
inline constexpr std::size_t kPanelOutputs = 16;
/// Bytes of the f32 sums of each output's weights, which begin a panel.
inline constexpr std::size_t kPanelSumsBytes = kPanelOutputs * sizeof(float);
/// Bytes of a block of 32 inputs × 16 outputs. Every 8 inputs take 64 bytes, 4 of them for each
/// output; byte i of those holds input i in its low nibble and input i + 4 in its high nibble.
inline constexpr std::size_t kPanelBlockBytes = 256;
/// Bytes of 64 inputs: two blocks, then per output one 32-bit word with the bfloat16 scale of the
/// first block in its low half and of the second in its high half.
inline constexpr std::size_t kPanelPairBytes =
    2 * kPanelBlockBytes + kPanelOutputs * sizeof(std::uint32_t);

/// Tokens interleaved in one tile of activations; a single token has a tile of its own.
inline constexpr std::size_t kTokensPerTile = 4;
/// Bytes of a block of 32 inputs in a tile of `tile_tokens` (1 or 4) tokens: for every 4 inputs 4
/// bytes of each token, then per token the int32 −8 · sum of its 32 values.
[[nodiscard]] constexpr std::size_t tile_block_bytes(std::size_t tile_tokens) {
    return tile_tokens * (kInt4BlockSize + sizeof(std::int32_t));
}

/// int8 activations: x ≈ (value + minus_zero_point) · scale, per token.
struct TokenTiles {
    std::byte* tiles;         ///< [tiles, 2 · pairs, tile_block_bytes]
    float* scales;            ///< [tiles · tile_tokens]
    float* minus_zero_points; ///< [tiles · tile_tokens]
    std::size_t n_tokens;
    std::size_t pairs; ///< of blocks of 32 inputs

    [[nodiscard]] std::size_t tile_tokens() const { return n_tokens == 1 ? 1 : kTokensPerTile; }
    [[nodiscard]] std::size_t n_tiles() const {
        return (n_tokens + tile_tokens() - 1) / tile_tokens();
    }
    [[nodiscard]] std::size_t tile_bytes() const {
        return 2 * pairs * tile_block_bytes(tile_tokens());
    }
};

/// Packed weights: [panels], each its sums and its pairs of blocks.
struct WeightPanels {
    const std::byte* panels;
    std::size_t outputs;
    std::size_t pairs;

    [[nodiscard]] std::size_t panel_bytes() const {
        return kPanelSumsBytes + pairs * kPanelPairBytes;
    }
};

/// Name of the instruction set that the kernels use.
[[nodiscard]] const char* instruction_set();

/// Quantizes the tokens of one tile asymmetrically: 255 steps between the smallest and the largest
/// of a token's values and zero. Tokens lie `stride` elements apart in `input`; `width` is a
/// multiple of 32.
void quantize_tile(const float* input, std::size_t stride, std::size_t width, std::size_t tile,
                   const TokenTiles& tokens);

/// Computes the outputs of panels [first, end); tokens lie `weights.outputs` apart in `out`.
/// out[token, n] = scale · (Σ_block weight scale · Σ(nibble − 8) · value + minus_zero_point · sum).
void multiply_panels(const WeightPanels& weights, std::size_t first, std::size_t end,
                     const TokenTiles& tokens, float* out);

} // namespace sotto::inference
