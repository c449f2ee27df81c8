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

/// Tokens per block, the unit in which the cache grows.
inline constexpr std::size_t kKvBlockTokens = 256;

/// Tokens that attention processes at once; a block consists of tiles.
inline constexpr std::size_t kKvTileTokens = 64;

/// Head dimensions are padded to a multiple of this, so that vector loops need no remainder.
inline constexpr std::size_t kKvLaneElements = 16;

/// Products that a dot-product instruction adds up in one lane; int8 elements are interleaved in
/// such quads.
inline constexpr std::size_t kKvQuad = 4;

/// Version of the bytes of a block: layout and meaning. Blocks stored under another version are not
/// readable. 2: int8 keys are transformed by Hadamard. 3: without the bias that all of them share.
inline constexpr int kKvFormatVersion = 3;

/// Dtype and shape of one layer's keys and values.
struct KvLayout {
    KvDtype dtype = KvDtype::f32;
    std::size_t n_heads = 0; ///< KV heads
    std::size_t head_dim = 0;

    [[nodiscard]] std::size_t padded_head_dim() const {
        return (head_dim + kKvLaneElements - 1) / kKvLaneElements * kKvLaneElements;
    }
    [[nodiscard]] std::size_t element_bytes() const;
    [[nodiscard]] std::size_t tile_bytes() const;      ///< keys, or values, of one head in one tile
    [[nodiscard]] std::size_t head_tile_bytes() const; ///< both, with their scales
    [[nodiscard]] std::size_t block_bytes() const;
};

/// 64 tokens of one KV head. Keys are stored dimension by dimension, so that the scores of 64
/// tokens come from contiguous vectors. In int8, four dimensions of a token's key, and four tokens
/// of a value's dimension, are adjacent.
struct KvTile {
    /// f32, f16: [padded_head_dim, 64]; int8: [padded_head_dim / 4, 64, 4]. Zeros in the padding.
    const void* keys = nullptr;
    /// f32, f16: [64, padded_head_dim]; int8: [64 / 4, padded_head_dim, 4]. Zeros in the padding.
    const void* values = nullptr;
    const std::uint16_t* key_scales = nullptr;   ///< [64] absmax scales in f16; int8 only
    const std::uint16_t* value_scales = nullptr; ///< [64] likewise

    [[nodiscard]] const std::int8_t* int8_keys() const {
        return static_cast<const std::int8_t*>(keys);
    }
    [[nodiscard]] const std::int8_t* int8_values() const {
        return static_cast<const std::int8_t*>(values);
    }
};

/// Keys and values of 256 tokens of one layer for all KV heads: one chunk of memory without
/// pointers in it. For each head and tile of 64 tokens: keys, values and, in int8, the scales of
/// both. Native byte order.
class KvBlock {
public:
    /// Initial content of a block.
    enum class Content {
        zeros,
        uninitialized, ///< the caller writes all of it
    };
    /// Null if there is not enough memory.
    [[nodiscard]] static std::shared_ptr<KvBlock> create(const KvLayout& layout,
                                                         Content content = Content::zeros);
    /// `count` zeroed blocks in as few allocations as is sensible (see allocate_kv_slab). Empty if
    /// there is not enough memory.
    [[nodiscard]] static std::vector<std::shared_ptr<KvBlock>> create_many(const KvLayout& layout,
                                                                           std::size_t count);
    /// A copy. Null if there is not enough memory.
    [[nodiscard]] std::shared_ptr<KvBlock> clone() const;

    /// Stores one token in the block's dtype. int8 is symmetric with one absmax scale per token and
    /// head; an element beyond the range of f16 turns the key scale into NaN. Shape of `key` (after
    /// RoPE) and `value`: [head_dim]. Threads may store different tokens at the same time.
    void store(std::size_t head, std::size_t token, const float* key, const float* value);

    [[nodiscard]] KvTile tile(std::size_t head, std::size_t index) const;

    /// All bytes of the block; head h, tile t begins at (h · 4 + t) · head_tile_bytes.
    [[nodiscard]] std::span<const std::byte> bytes() const {
        return {bytes_.get(), layout_.block_bytes()};
    }
    [[nodiscard]] std::span<std::byte> writable_bytes() {
        return {bytes_.get(), layout_.block_bytes()};
    }

    /// From now on another thread may read the block: to write, clone it.
    void freeze() { is_frozen_ = true; }
    [[nodiscard]] bool is_frozen() const { return is_frozen_; }

private:
    using Bytes = std::shared_ptr<std::byte[]>; // its own memory, or part of a slab
    KvBlock(const KvLayout& layout, Bytes bytes) : layout_(layout), bytes_(std::move(bytes)) {}
    void store_int8(std::byte* tile, std::size_t in_tile, const float* key,
                    const float* value) const;

    KvLayout layout_;
    Bytes bytes_;            // cache-line aligned, as is every tile in it
    bool is_frozen_ = false; // accessed by the owner's thread only
};

/// Keys and values of one sequence, in blocks of 256 tokens. Layers with a sliding window keep only
/// the blocks that the window still sees and one more, so that a few tokens can be rolled back.
/// Runs on: the inference thread.
class KvCache {
public:
    KvCache(const ModelConfig& config, KvDtype dtype);

    /// Tokens in the sequence.
    [[nodiscard]] std::size_t length() const { return length_; }

    /// A copy of the sequence that shares its blocks (copy on write).
    [[nodiscard]] std::unique_ptr<KvCache> fork() const;

    /// Whether truncate(length) would succeed: layers with a window may have dropped too much.
    [[nodiscard]] bool can_truncate(std::size_t length) const;

    /// Drops all but the first `length` tokens. Errors: invalid_input (longer than the sequence, or
    /// the blocks have been dropped), which leaves the cache unchanged.
    Status truncate(std::size_t length);

    /// Allocates blocks for `tokens` more tokens in every layer. Errors: out_of_memory.
    Status reserve(std::size_t tokens);

    /// Stores the token at `position`, for which reserve() made room; see KvBlock::store.
    void store(std::size_t layer, std::size_t head, std::size_t position, const float* key,
               const float* value);

    /// Adds `tokens` stored tokens to the length, and drops the blocks that no later query can see.
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
        std::size_t first_block = 0; // earlier blocks were dropped (null)
        std::size_t valid_from = 0;  // earlier tokens are missing (restored caches)
        std::vector<std::shared_ptr<KvBlock>> blocks;
    };

    KvCache(const KvCache&) = default; // for fork()

    KvLayout layout_;
    std::vector<Layer> layers_;
    std::size_t length_ = 0;
};

} // namespace sotto::inference
