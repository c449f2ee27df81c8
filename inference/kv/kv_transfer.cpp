#include "inference/kv/kv_transfer.h"

#include <algorithm>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kTilesPerBlock = kKvBlockTokens / kKvTileTokens;

using Owners = std::vector<std::shared_ptr<KvBlock>>;

// First token of a layer in the checkpoint at `length`.
std::size_t first_of_checkpoint(const std::optional<std::size_t>& window, std::size_t length) {
    if (!window) {
        return length / kKvBlockTokens * kKvBlockTokens;
    }
    return length + 1 > *window ? length + 1 - *window : 0;
}

// Calls take(block index, offset, size) for each run of bytes that belongs to the tokens [first,
// end).
template <class Take>
void for_each_run(const KvLayout& layout, std::size_t first, std::size_t end, Take&& take) {
    const auto tile_bytes = layout.head_tile_bytes();
    for (auto block = first / kKvBlockTokens; block * kKvBlockTokens < end; ++block) {
        const auto begin = block * kKvBlockTokens;
        const auto from = first > begin ? (first - begin) / kKvTileTokens : 0;
        const auto seen = std::min(end - begin, kKvBlockTokens);
        const auto to = (seen + kKvTileTokens - 1) / kKvTileTokens;
        if (from == 0 && to == kTilesPerBlock) {
            take(block, std::size_t{0}, layout.block_bytes());
            continue;
        }
        for (std::size_t head = 0; head < layout.n_heads; ++head) {
            take(block, (head * kTilesPerBlock + from) * tile_bytes, (to - from) * tile_bytes);
        }
    }
}

} // namespace

KvBytes KvExport::block(std::size_t index) const {
    KvBytes out;
    auto owners = std::make_shared<Owners>();
    for (auto& layer : cache_.layers_) {
        if (!layer.window) {
            layer.blocks[index]->freeze();
            out.bytes.push_back(layer.blocks[index]->bytes());
            owners->push_back(layer.blocks[index]);
        }
    }
    out.owner = std::move(owners);
    return out;
}

KvBytes KvExport::checkpoint() const {
    KvBytes out;
    auto owners = std::make_shared<Owners>();
    const auto length = cache_.length_;
    for (auto& layer : cache_.layers_) {
        for_each_run(cache_.layout_, first_of_checkpoint(layer.window, length), length,
                     [&](std::size_t block, std::size_t offset, std::size_t size) {
                         const auto& held = layer.blocks[block];
                         held->freeze();
                         out.bytes.push_back(held->bytes().subspan(offset, size));
                         if (owners->empty() || owners->back() != held) {
                             owners->push_back(held);
                         }
                     });
    }
    out.owner = std::move(owners);
    return out;
}

Result<KvImport> KvImport::begin(const ModelConfig& config, KvDtype dtype, std::size_t length) {
    auto cache = std::make_unique<KvCache>(config, dtype);
    const auto blocks = (length + kKvBlockTokens - 1) / kKvBlockTokens;
    for (auto& layer : cache->layers_) {
        const auto first = first_of_checkpoint(layer.window, length);
        layer.first_block = layer.window ? first / kKvBlockTokens : 0;
        layer.valid_from = layer.window ? first / kKvTileTokens * kKvTileTokens : 0;
        const auto whole = layer.window ? 0 : length / kKvBlockTokens;
        layer.blocks = KvBlock::create_many(cache->layout_, whole);
        bool is_enough = layer.blocks.size() == whole;
        layer.blocks.resize(blocks);
        for (auto i = std::max(whole, layer.first_block); i < blocks; ++i) {
            layer.blocks[i] = KvBlock::create(cache->layout_);
            is_enough = is_enough && layer.blocks[i];
        }
        if (!is_enough) {
            return fail(ErrorCode::out_of_memory,
                        "there is not enough memory for a context this long");
        }
    }
    cache->length_ = length;
    return KvImport(std::move(cache));
}

KvTarget KvImport::block(std::size_t index) const {
    KvTarget target;
    auto owners = std::make_shared<Owners>();
    for (auto& layer : cache_->layers_) {
        if (!layer.window) {
            target.bytes.push_back(layer.blocks[index]->writable_bytes());
            owners->push_back(layer.blocks[index]);
        }
    }
    target.owner = std::move(owners);
    return target;
}

KvTarget KvImport::checkpoint() const {
    KvTarget target;
    auto owners = std::make_shared<Owners>();
    for (auto& layer : cache_->layers_) {
        for_each_run(cache_->layout_, first_of_checkpoint(layer.window, cache_->length_),
                     cache_->length_, [&](std::size_t block, std::size_t offset, std::size_t size) {
                         const auto& held = layer.blocks[block];
                         target.bytes.push_back(held->writable_bytes().subspan(offset, size));
                         if (owners->empty() || owners->back() != held) {
                             owners->push_back(held);
                         }
                     });
    }
    target.owner = std::move(owners);
    return target;
}

bool resumes_at_blocks(const ModelConfig& config) {
    return std::ranges::none_of(config.layers,
                                [](const LayerConfig& layer) { return layer.window.has_value(); });
}

} // namespace sotto::inference
