#pragma once

#include "core/error.h"
#include "core/language_model.h"
#include "inference/model/model_config.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace sotto::inference {

/// Tokens of a block, the unit in which the cache grows.
inline constexpr std::size_t kKvBlockTokens = 256;

/// Tokens that attention handles at once; a block is several tiles.
inline constexpr std::size_t kKvTileTokens = 64;

/// Head dimensions are padded to a multiple of this in the values, so that vectors need no rest.
inline constexpr std::size_t kKvLaneElements = 16;

/// Form and sizes of the keys and values of one layer.
struct KvLayout {
    KvForm form = KvForm::f32;
    std::size_t n_heads = 0; ///< KV heads
    std::size_t head_dim = 0;

    [[nodiscard]] std::size_t padded_head_dim() const {
        return (head_dim + kKvLaneElements - 1) / kKvLaneElements * kKvLaneElements;
    }
    [[nodiscard]] std::size_t element_bytes() const;
    [[nodiscard]] std::size_t tile_bytes() const; ///< keys, or values, of one head and tile
    [[nodiscard]] std::size_t block_bytes() const;
};

/// 64 tokens of one KV head. Keys are stored one dimension after the other, so that the scores of
/// 64 tokens are computed by adding multiples of contiguous vectors.
struct KvTile {
    const void* keys = nullptr;          ///< [padded_head_dim, 64]
    const void* values = nullptr;        ///< [64, padded_head_dim], zeros in the padding
    const float* key_scales = nullptr;   ///< [64]; int8 only
    const float* value_scales = nullptr; ///< [64]; int8 only
};

/// Keys and values of 256 tokens in one layer, for all KV heads.
class KvBlock {
public:
    /// Zeroed. Null when there is no memory.
    [[nodiscard]] static std::shared_ptr<KvBlock> create(const KvLayout& layout);
    /// A copy. Null when there is no memory.
    [[nodiscard]] std::shared_ptr<KvBlock> clone() const;

    /// Writes one token, in the block's form: int8 values are symmetric with a scale for this token
    /// and head. Shape of `key` (after RoPE) and `value`: [head_dim]. Different tokens may be
    /// written from different threads.
    void store(std::size_t head, std::size_t token, const float* key, const float* value);

    [[nodiscard]] KvTile tile(std::size_t head, std::size_t index) const;

private:
    KvBlock(const KvLayout& layout, std::unique_ptr<std::byte[]> bytes)
        : layout_(layout), bytes_(std::move(bytes)) {}

    KvLayout layout_;
    // For each head and tile: keys, values, then the scales of both when the form has them.
    std::unique_ptr<std::byte[]> bytes_;
};

/// Keys and values of one sequence, grown block by block (256 tokens) as it gets longer. Layers
/// with a window keep only the blocks their window can still see, and one more, so that a few
/// tokens can be taken back. Runs on: the inference thread.
class KvCache {
public:
    KvCache(const ModelConfig& config, KvForm form);

    /// Tokens in the sequence.
    [[nodiscard]] std::size_t length() const { return length_; }

    /// The same sequence, sharing its blocks; whichever of the two writes into a block first copies
    /// it.
    [[nodiscard]] std::unique_ptr<KvCache> fork() const;

    /// Whether truncate(length) would succeed: layers with a window may have forgotten too much.
    [[nodiscard]] bool can_truncate(std::size_t length) const;

    /// Forgets all but the first `length` tokens. Errors: invalid_input (longer than it is, or
    /// forgotten), which leaves the cache as it is.
    Status truncate(std::size_t length);

    /// Makes blocks for `tokens` more tokens in every layer. Errors: out_of_memory.
    Status reserve(std::size_t tokens);

    /// Writes the token at `position`, which reserve() made room for; see KvBlock::store.
    void store(std::size_t layer, std::size_t head, std::size_t position, const float* key,
               const float* value);

    /// Counts `tokens` stored tokens in, and lets go of what no later query can see.
    void advance(std::size_t tokens);

    [[nodiscard]] const KvLayout& layout() const { return layout_; }
    /// The tile that begins at position `index` · 64.
    [[nodiscard]] KvTile tile(std::size_t layer, std::size_t head, std::size_t index) const;
    /// Bytes of the blocks it holds.
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Layer {
        std::optional<std::size_t> window;
        std::size_t first_block = 0; // those before it are forgotten (null)
        std::vector<std::shared_ptr<KvBlock>> blocks;
    };

    KvCache(const KvCache&) = default; // for fork()

    KvLayout layout_;
    std::vector<Layer> layers_;
    std::size_t length_ = 0;
};

} // namespace sotto::inference
