#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"
#include "inference/model/model_config.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace sotto::inference {

/// Tokens of a block, the unit in which the cache grows.
inline constexpr std::size_t kKvBlockTokens = 256;

/// Tokens that attention handles at once; a block is several tiles.
inline constexpr std::size_t kKvTileTokens = 64;

/// Head dimensions are padded to a multiple of this, so that vectors need no rest.
inline constexpr std::size_t kKvLaneElements = 16;

/// Elements that the dot-product instructions add up into one lane: in int8 they lie side by side.
inline constexpr std::size_t kKvQuad = 4;

/// Counts the ways in which the bytes of a block were laid out, or what was put into them: a block
/// that was written under another number means something else. 2: int8 keys are rotated.
inline constexpr int kKvFormatVersion = 2;

/// Form and sizes of the keys and values of one layer.
struct KvLayout {
    KvDtype dtype = KvDtype::f32;
    std::size_t n_heads = 0; ///< KV heads
    std::size_t head_dim = 0;

    [[nodiscard]] std::size_t padded_head_dim() const {
        return (head_dim + kKvLaneElements - 1) / kKvLaneElements * kKvLaneElements;
    }
    [[nodiscard]] std::size_t element_bytes() const;
    [[nodiscard]] std::size_t tile_bytes() const;      ///< keys, or values, of one head and tile
    [[nodiscard]] std::size_t head_tile_bytes() const; ///< both, and their scales
    [[nodiscard]] std::size_t block_bytes() const;
};

/// 64 tokens of one KV head. Keys are stored one dimension after the other, so that the scores of
/// 64 tokens are computed by adding multiples of contiguous vectors; in int8 four dimensions of a
/// token's key, and four tokens of a value's dimension, lie side by side.
struct KvTile {
    /// f32, f16: [padded_head_dim, 64]; int8: [padded_head_dim / 4, 64, 4]. Zeros in the padding.
    const void* keys = nullptr;
    /// f32, f16: [64, padded_head_dim]; int8: [64 / 4, padded_head_dim, 4]. Zeros in the padding.
    const void* values = nullptr;
    const std::uint16_t* key_scales = nullptr;   ///< [64] f16: what 127 stands for; int8 only
    const std::uint16_t* value_scales = nullptr; ///< [64] likewise

    [[nodiscard]] const std::int8_t* int8_keys() const {
        return static_cast<const std::int8_t*>(keys);
    }
    [[nodiscard]] const std::int8_t* int8_values() const {
        return static_cast<const std::int8_t*>(values);
    }
};

/// Keys and values of 256 tokens in one layer, for all KV heads: one entry of memory without
/// addresses in it, for each head and tile of 64 tokens the keys, the values and, in int8, the
/// scales of both. The order of bytes is the machine's.
class KvBlock {
public:
    /// What is in a new block.
    enum class Content {
        zeros,
        uninitialized, ///< all of it will be written
    };
    /// Null when there is no memory.
    [[nodiscard]] static std::shared_ptr<KvBlock> create(const KvLayout& layout,
                                                         Content content = Content::zeros);
    /// `count` blocks of zeros, in as few entries of memory as that is worth (see
    /// allocate_kv_slab). Nothing when there is no memory.
    [[nodiscard]] static std::vector<std::shared_ptr<KvBlock>> create_many(const KvLayout& layout,
                                                                           std::size_t count);
    /// A copy. Null when there is no memory.
    [[nodiscard]] std::shared_ptr<KvBlock> clone() const;

    /// Writes one token, in the block's dtype: int8 values are symmetric with a scale for this
    /// token and head, and what is beyond f16 gives a key scale that is no number. Shape of `key`
    /// (after RoPE) and `value`: [head_dim]. Different tokens may be written from different
    /// threads.
    void store(std::size_t head, std::size_t token, const float* key, const float* value);

    [[nodiscard]] KvTile tile(std::size_t head, std::size_t index) const;

    /// All bytes of the block; those of head h and tile t begin at (h · 4 + t) · head_tile_bytes.
    [[nodiscard]] std::span<const std::byte> bytes() const {
        return {bytes_.get(), layout_.block_bytes()};
    }
    [[nodiscard]] std::span<std::byte> writable_bytes() {
        return {bytes_.get(), layout_.block_bytes()};
    }

    /// From here on another thread may read the block: who wants to write takes a copy.
    void freeze() { is_frozen_ = true; }
    [[nodiscard]] bool is_frozen() const { return is_frozen_; }

private:
    using Bytes = std::shared_ptr<std::byte[]>; // its own, or a part of a slab
    KvBlock(const KvLayout& layout, Bytes bytes) : layout_(layout), bytes_(std::move(bytes)) {}
    void store_int8(std::byte* tile, std::size_t in_tile, const float* key,
                    const float* value) const;

    KvLayout layout_;
    Bytes bytes_;            // begins on a cache line, as every tile in it does
    bool is_frozen_ = false; // touched by the owner's thread only
};

/// Keys and values of one sequence, grown block by block (256 tokens) as it gets longer. Layers
/// with a window keep only the blocks their window can still see, and one more, so that a few
/// tokens can be taken back. Runs on: the inference thread.
class KvCache {
public:
    KvCache(const ModelConfig& config, KvDtype dtype);

    /// Tokens in the sequence.
    [[nodiscard]] std::size_t length() const { return length_; }

    /// The same sequence, sharing its blocks; whichever of the two writes into a block first copies
    /// it.
    [[nodiscard]] std::unique_ptr<KvCache> fork() const;

    /// Whether truncate(length) would succeed: layers with a window may have forgotten too much.
    [[nodiscard]] bool can_truncate(std::size_t length) const;

    /// Purges all but the first `length` tokens. Errors: invalid_input (longer than it is, or
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
    friend class KvExport;
    friend class KvImport;
    struct Layer {
        std::optional<std::size_t> window;
        std::size_t first_block = 0; // those before it are forgotten (null)
        std::size_t valid_from = 0;  // tokens before it were never there (restored caches)
        std::vector<std::shared_ptr<KvBlock>> blocks;
    };

    KvCache(const KvCache&) = default; // for fork()

    KvLayout layout_;
    std::vector<Layer> layers_;
    std::size_t length_ = 0;
};

} // namespace sotto::inference
