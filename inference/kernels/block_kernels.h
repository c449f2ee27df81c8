#pragma once

#include "inference/kernels/int4_kernels.h"

#include <cstddef>
#include <cstdint>

// GEMM and GEMV kernels for weights in blocks of 32 inputs as GGUF files have them, and activations
// that are rounded to int8 in blocks of 32, dispatched at run time. A token's outputs have the same
// bits whatever other tokens are computed beside it.
namespace sotto::inference {

/// Inputs that share a scale, of weights and of activations.
inline constexpr std::size_t kBlockInputs = 32;

/// How a matrix is stored in panels of 16 outputs. Each panel is a sequence of groups of blocks; a
/// group is the scales of its blocks, then their minimums, then their weights. S: a block's scale,
/// M: its minimum, all of 16 outputs.
enum class BlockFormat : std::uint32_t {
    int4 = 0,            ///< S (nibble − 8); groups of 2 blocks, S as f16
    int4_min = 1,        ///< S nibble − M; groups of 2 blocks, S and M as f16
    int4_superblock = 2, ///< S nibble − M; groups of 8 blocks: d and dmin as f16, and for each
                         ///< block S / d and M / dmin as bytes
    int8 = 3,            ///< S int8; groups of 2 blocks, S as f16
    int8_min = 4,        ///< S int8 − M; groups of 2 blocks, S and M as f16
};
inline constexpr std::uint32_t kBlockFormats = 5;

/// Sizes of a format, in bytes unless said otherwise.
struct BlockFormatSizes {
    std::size_t group_blocks; ///< number of blocks
    std::size_t scales;       ///< scales and minimums of a group
    std::size_t block;        ///< weights of a block, for 16 outputs
    [[nodiscard]] constexpr std::size_t group() const { return scales + group_blocks * block; }
};

[[nodiscard]] constexpr BlockFormatSizes sizes_of(BlockFormat format) {
    constexpr std::size_t kHalves = kPanelOutputs * sizeof(std::uint16_t);
    switch (format) {
    case BlockFormat::int4:
        return {.group_blocks = 2, .scales = 2 * kHalves, .block = kPanelBlockBytes};
    case BlockFormat::int4_min:
        return {.group_blocks = 2, .scales = 4 * kHalves, .block = kPanelBlockBytes};
    case BlockFormat::int4_superblock:
        return {.group_blocks = 8,
                .scales = 2 * kHalves + 2 * 8 * kPanelOutputs,
                .block = kPanelBlockBytes};
    case BlockFormat::int8:
        return {.group_blocks = 2, .scales = 2 * kHalves, .block = 2 * kPanelBlockBytes};
    case BlockFormat::int8_min:
        break;
    }
    return {.group_blocks = 2, .scales = 4 * kHalves, .block = 2 * kPanelBlockBytes};
}

/// Packed weights: [panels], each [groups].
struct BlockPanels {
    BlockFormat format;
    const std::byte* panels;
    std::size_t outputs;
    std::size_t groups; ///< in a panel

    [[nodiscard]] std::size_t panel_bytes() const { return groups * sizes_of(format).group(); }
    [[nodiscard]] std::size_t count() const {
        return (outputs + kPanelOutputs - 1) / kPanelOutputs;
    }
};

/// Bytes of a block of 32 inputs of the `tile_tokens` (1 or 4) tokens of a tile: for every 4 inputs
/// 4 bytes of each token, then for each token −8 and −128 times the sum of its values (int32), its
/// scale, and the scale times the sum (f32).
[[nodiscard]] constexpr std::size_t block_tile_bytes(std::size_t tile_tokens) {
    return tile_tokens * (kBlockInputs + 4 * sizeof(float));
}

/// Where these numbers begin in a block of a tile.
template <std::size_t kTileTokens>
struct TileFields {
    static constexpr std::size_t kMinus8 = kTileTokens * kBlockInputs;
    static constexpr std::size_t kMinus128 = kMinus8 + 4 * kTileTokens;
    static constexpr std::size_t kScale = kMinus128 + 4 * kTileTokens;
    static constexpr std::size_t kScaledSum = kScale + 4 * kTileTokens;
};

/// int8 activations: x ≈ value · scale, with a scale for each token and block.
struct BlockTiles {
    std::byte* tiles; ///< [tiles, blocks, block_tile_bytes]
    std::size_t n_tokens;
    std::size_t blocks; ///< of 32 inputs, including those of padding

    [[nodiscard]] std::size_t tile_tokens() const { return n_tokens == 1 ? 1 : kTokensPerTile; }
    [[nodiscard]] std::size_t n_tiles() const {
        return (n_tokens + tile_tokens() - 1) / tile_tokens();
    }
    [[nodiscard]] std::size_t tile_bytes() const {
        return blocks * block_tile_bytes(tile_tokens());
    }
};

/// Quantizes the tokens of one tile: 127 steps up to the absmax of each block. Tokens lie `stride`
/// elements apart in `input`; `width` is a multiple of 32, and further blocks of the tile become
/// zeros. A block with a value that is not finite gets the scale NaN.
void quantize_block_tile(const float* input, std::size_t stride, std::size_t width,
                         std::size_t tile, const BlockTiles& tokens);

/// Computes the outputs of panels [first, end) for the tiles [first_tile, end_tile); tokens lie
/// `stride` elements apart in `out`. `tokens.blocks` is at least that of the panels.
void multiply_block_panels(const BlockPanels& weights, std::size_t first, std::size_t end,
                           const BlockTiles& tokens, std::size_t first_tile, std::size_t end_tile,
                           float* out, std::size_t stride);

} // namespace sotto::inference
