#include "inference/kv/kv_cache.h"

#include "inference/kernels/vector_ops.h"
#include "inference/kv/kv_slab.h"

#include <hwy/base.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <format>
#include <new>

namespace sotto::inference {

namespace {

constexpr std::size_t kTilesPerBlock = kKvBlockTokens / kKvTileTokens;
constexpr std::size_t kAlignment = 64; // a cache line, and the widest vector

// Writes n elements with stride `stride` in the given dtype.
void store_f32(const float* from, std::size_t n, std::size_t stride, std::byte* to) {
    auto* out = reinterpret_cast<float*>(to);
    for (std::size_t i = 0; i < n; ++i) {
        out[i * stride] = from[i];
    }
}

void store_f16(const float* from, std::size_t n, std::size_t stride, std::byte* to) {
    auto* out = reinterpret_cast<hwy::float16_t*>(to);
    for (std::size_t i = 0; i < n; ++i) {
        out[i * stride] = hwy::F16FromF32(from[i]);
    }
}

constexpr std::uint16_t kNan = 0x7E00; // in f16

// Quantizes x with an absmax scale: calls write(i, x[i] as int8) for each i and returns the scale,
// the value of 127, as the bits of an f16. The largest element keeps its value, which matters for
// keys with outlier dimensions.
template <class Write>
std::uint16_t quantize(const float* x, std::size_t n, Write&& write) {
    constexpr float kLargestInt8 = 127.0F;
    constexpr float kMin = 1e-6F; // smaller vectors become zeros
    constexpr float kMaxF16 = 65504.0F;
    const float largest = abs_max(x, n);
    const bool is_number = largest <= kMaxF16;
    const auto scale = hwy::F16FromF32(is_number && largest >= kMin ? largest : 0.0F);
    const float rounded = hwy::F32FromF16(scale);
    const float factor = rounded > 0 ? kLargestInt8 / rounded : 0.0F;
    constexpr std::size_t kStep = 64;
    std::array<std::int8_t, kStep> values;
    for (std::size_t begin = 0; begin < n; begin += kStep) {
        const auto count = std::min(kStep, n - begin);
        round_to_int8(x + begin, factor, count, values.data());
        for (std::size_t i = 0; i < count; ++i) {
            write(begin + i, values[i]);
        }
    }
    return is_number ? std::bit_cast<std::uint16_t>(scale) : kNan;
}

} // namespace

std::size_t KvLayout::element_bytes() const {
    return dtype == KvDtype::f32 ? 4 : dtype == KvDtype::f16 ? 2 : 1;
}

std::size_t KvLayout::tile_bytes() const {
    return kKvTileTokens * padded_head_dim() * element_bytes();
}

std::size_t KvLayout::head_tile_bytes() const {
    const auto scales = dtype == KvDtype::int8 ? 2 * kKvTileTokens * sizeof(std::uint16_t) : 0;
    return 2 * tile_bytes() + scales;
}

std::size_t KvLayout::block_bytes() const {
    return n_heads * kTilesPerBlock * head_tile_bytes();
}

std::shared_ptr<KvBlock> KvBlock::create(const KvLayout& layout, Content content) {
    const auto size = layout.block_bytes();
    auto* const memory =
        static_cast<std::byte*>(::operator new[](size, std::align_val_t{kAlignment}, std::nothrow));
    if (memory == nullptr) {
        return nullptr;
    }
    Bytes bytes(memory,
                [](std::byte* begin) { ::operator delete[](begin, std::align_val_t{kAlignment}); });
    if (content == Content::zeros) {
        std::memset(bytes.get(), 0, size);
    }
    return std::shared_ptr<KvBlock>(new KvBlock(layout, std::move(bytes)));
}

std::vector<std::shared_ptr<KvBlock>> KvBlock::create_many(const KvLayout& layout,
                                                           std::size_t count) {
    const auto size = layout.block_bytes();
    const auto max_in_slab = std::max<std::size_t>(kKvSlabBytes / size, 1);
    std::vector<std::shared_ptr<KvBlock>> blocks;
    blocks.reserve(count);
    while (blocks.size() < count) {
        const auto n = std::min(count - blocks.size(), max_in_slab);
        const Bytes slab = allocate_kv_slab(n * size);
        if (!slab) {
            return {};
        }
        for (std::size_t i = 0; i < n; ++i) {
            blocks.emplace_back(new KvBlock(layout, Bytes(slab, slab.get() + i * size)));
        }
    }
    return blocks;
}

std::shared_ptr<KvBlock> KvBlock::clone() const {
    auto copy = create(layout_, Content::uninitialized);
    if (copy) {
        std::memcpy(copy->bytes_.get(), bytes_.get(), layout_.block_bytes());
    }
    return copy;
}

void KvBlock::store(std::size_t head, std::size_t token, const float* key, const float* value) {
    const auto in_tile = token % kKvTileTokens;
    const auto n = layout_.head_dim;
    const auto element = layout_.element_bytes();
    std::byte* const tile =
        bytes_.get() + (head * kTilesPerBlock + token / kKvTileTokens) * layout_.head_tile_bytes();
    std::byte* const keys = tile + in_tile * element;
    std::byte* const values =
        tile + layout_.tile_bytes() + in_tile * layout_.padded_head_dim() * element;
    switch (layout_.dtype) {
    case KvDtype::f32:
        store_f32(key, n, kKvTileTokens, keys);
        store_f32(value, n, 1, values);
        break;
    case KvDtype::f16:
        store_f16(key, n, kKvTileTokens, keys);
        store_f16(value, n, 1, values);
        break;
    case KvDtype::int8:
        store_int8(tile, in_tile, key, value);
        break;
    }
}

void KvBlock::store_int8(std::byte* tile, std::size_t in_tile, const float* key,
                         const float* value) const {
    const auto width = layout_.padded_head_dim();
    auto* const keys = reinterpret_cast<std::int8_t*>(tile) + in_tile * kKvQuad;
    auto* const values = reinterpret_cast<std::int8_t*>(tile + layout_.tile_bytes()) +
                         in_tile / kKvQuad * width * kKvQuad + in_tile % kKvQuad;
    auto* const scales = reinterpret_cast<std::uint16_t*>(tile + 2 * layout_.tile_bytes());
    scales[in_tile] = quantize(key, layout_.head_dim, [&](std::size_t i, std::int8_t x) {
        keys[i / kKvQuad * kKvTileTokens * kKvQuad + i % kKvQuad] = x;
    });
    const auto value_scale = quantize(
        value, layout_.head_dim, [&](std::size_t i, std::int8_t x) { values[i * kKvQuad] = x; });
    // One NaN is enough to turn the token's scores into NaN. Value scales stay finite, since masked
    // tokens multiply them by zero.
    const bool is_number = value_scale != kNan;
    scales[kKvTileTokens + in_tile] = is_number ? value_scale : std::uint16_t{0};
    if (!is_number) {
        scales[in_tile] = kNan;
    }
}

KvTile KvBlock::tile(std::size_t head, std::size_t index) const {
    const std::byte* const tile =
        bytes_.get() + (head * kTilesPerBlock + index) * layout_.head_tile_bytes();
    KvTile view{tile, tile + layout_.tile_bytes(), nullptr, nullptr};
    if (layout_.dtype == KvDtype::int8) {
        view.key_scales = reinterpret_cast<const std::uint16_t*>(tile + 2 * layout_.tile_bytes());
        view.value_scales = view.key_scales + kKvTileTokens;
    }
    return view;
}

KvCache::KvCache(const ModelConfig& config, KvDtype dtype)
    : layout_{dtype, config.n_kv_heads, config.head_dim} {
    for (const auto& layer : config.layers) {
        layers_.push_back({layer.window, 0, 0, {}});
    }
}

std::unique_ptr<KvCache> KvCache::fork() const {
    return std::unique_ptr<KvCache>(new KvCache(*this));
}

bool KvCache::can_truncate(std::size_t length) const {
    if (length > length_) {
        return false;
    }
    return length == 0 || std::ranges::all_of(layers_, [&](const Layer& layer) {
               // The next query, at position `length`, sees back to length − window + 1.
               const auto window = layer.window.value_or(length + 1);
               const auto first_seen = length + 1 > window ? length + 1 - window : 0;
               return std::max(layer.first_block * kKvBlockTokens, layer.valid_from) <= first_seen;
           });
}

Status KvCache::truncate(std::size_t length) {
    if (!can_truncate(length)) {
        return fail(ErrorCode::invalid_input,
                    std::format("the cache cannot go back from {} to {} tokens", length_, length));
    }
    const auto blocks = (length + kKvBlockTokens - 1) / kKvBlockTokens;
    for (auto& layer : layers_) {
        layer.blocks.resize(std::min(layer.blocks.size(), blocks));
        layer.first_block = length == 0 ? 0 : layer.first_block;
        layer.valid_from = length == 0 ? 0 : layer.valid_from;
    }
    length_ = length;
    return {};
}

Status KvCache::reserve(std::size_t tokens) {
    const auto blocks = (length_ + tokens + kKvBlockTokens - 1) / kKvBlockTokens;
    const auto first_written = length_ / kKvBlockTokens;
    for (auto& layer : layers_) {
        for (auto i = first_written; i < layer.blocks.size(); ++i) {
            if (layer.blocks[i].use_count() > 1 || layer.blocks[i]->is_frozen()) {
                layer.blocks[i] = layer.blocks[i]->clone();
            }
        }
        while (layer.blocks.size() < blocks) {
            layer.blocks.push_back(KvBlock::create(layout_));
        }
        for (auto i = first_written; i < blocks; ++i) {
            if (!layer.blocks[i]) {
                layer.blocks.resize(i);
                return fail(ErrorCode::out_of_memory,
                            "there is not enough memory for a context this long");
            }
        }
    }
    return {};
}

void KvCache::store(std::size_t layer, std::size_t head, std::size_t position, const float* key,
                    const float* value) {
    layers_[layer].blocks[position / kKvBlockTokens]->store(head, position % kKvBlockTokens, key,
                                                            value);
}

void KvCache::advance(std::size_t tokens) {
    length_ += tokens;
    for (auto& layer : layers_) {
        if (!layer.window) {
            continue;
        }
        // One block more than the window, so that up to that many tokens can be rolled back.
        const auto kept = *layer.window + kKvBlockTokens;
        const auto first = length_ > kept ? (length_ - kept) / kKvBlockTokens : 0;
        for (; layer.first_block < first; ++layer.first_block) {
            layer.blocks[layer.first_block].reset();
        }
    }
}

KvTile KvCache::tile(std::size_t layer, std::size_t head, std::size_t index) const {
    return layers_[layer].blocks[index / kTilesPerBlock]->tile(head, index % kTilesPerBlock);
}

std::size_t KvCache::bytes() const {
    std::size_t blocks = 0;
    for (const auto& layer : layers_) {
        blocks += layer.blocks.size() - std::min(layer.blocks.size(), layer.first_block);
    }
    return blocks * layout_.block_bytes();
}

} // namespace sotto::inference
