#pragma once

#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>

// Products of int4 weights with int8 activations, with the instructions found at run time. Integer
// sums are exact, and so is their product with a bfloat16 scale, so that every instruction set,
// tile and number of threads gives the same bits.
namespace sotto::inference {

/// Outputs (rows of the matrix) that lie interleaved in one panel.
inline constexpr std::size_t kPanelOutputs = 16;
/// Bytes of the f32 sums of the 16 outputs' weights, with which a panel begins.
inline constexpr std::size_t kPanelSumsBytes = kPanelOutputs * sizeof(float);
/// Bytes of 32 columns × 16 outputs: for every 8 columns 64 bytes, of which output n has 4; byte i
/// of them holds column i in its low nibble and column i + 4 in its high one.
inline constexpr std::size_t kPanelBlockBytes = 256;
/// Bytes of 64 columns: two blocks, then for each output one 32-bit word with the bfloat16 scale of
/// the first block in its low half and that of the second in its high half.
inline constexpr std::size_t kPanelPairBytes =
    2 * kPanelBlockBytes + kPanelOutputs * sizeof(std::uint32_t);

/// Rows of activations that lie interleaved in one tile; a single token lies by itself.
inline constexpr std::size_t kTokensPerTile = 4;
/// Bytes of 32 columns of a tile of `tile_tokens` (1 or 4) rows: for every 4 columns 4 bytes of
/// each token, then for each token the int32 −8 · sum of its 32 values.
[[nodiscard]] constexpr std::size_t tile_block_bytes(std::size_t tile_tokens) {
    return tile_tokens * (kInt4BlockSize + sizeof(std::int32_t));
}

/// int8 activations: x ≈ (value + minus_zero_point) · scale, by token.
struct TokenTiles {
    std::byte* tiles;         ///< [tiles, 2 · pairs, tile_block_bytes]
    float* scales;            ///< [tiles · tile_tokens]
    float* minus_zero_points; ///< [tiles · tile_tokens]
    std::size_t n_tokens;
    std::size_t pairs; ///< of blocks of 32 columns

    [[nodiscard]] std::size_t tile_tokens() const { return n_tokens == 1 ? 1 : kTokensPerTile; }
    [[nodiscard]] std::size_t n_tiles() const {
        return (n_tokens + tile_tokens() - 1) / tile_tokens();
    }
    [[nodiscard]] std::size_t tile_bytes() const {
        return 2 * pairs * tile_block_bytes(tile_tokens());
    }
};

/// Weights as packed: [panels, sums and pairs].
struct WeightPanels {
    const std::byte* panels;
    std::size_t outputs;
    std::size_t pairs;

    [[nodiscard]] std::size_t panel_bytes() const {
        return kPanelSumsBytes + pairs * kPanelPairBytes;
    }
};

/// The name of the instructions that the kernels use.
[[nodiscard]] const char* instruction_set();

/// Quantizes the rows of one tile: 255 steps from the least to the greatest of a token's values and
/// zero. Rows lie `stride` apart in `input` and are `width`, a multiple of 32, wide.
void quantize_tile(const float* input, std::size_t stride, std::size_t width, std::size_t tile,
                   const TokenTiles& tokens);

/// Writes the outputs of the panels `first` up to `end`, a token's `weights.outputs` apart.
/// out[token, n] = scale · (Σ_block weight scale · Σ(nibble − 8) · value + minus_zero_point · sum).
void multiply_panels(const WeightPanels& weights, std::size_t first, std::size_t end,
                     const TokenTiles& tokens, float* out);

} // namespace sotto::inference
