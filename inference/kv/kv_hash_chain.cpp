#include "inference/kv/kv_hash_chain.h"

#include "inference/files/sha256.h"
#include "inference/kv/kv_cache.h"

#include <algorithm>
#include <format>
#include <iterator>
#include <string>

namespace sotto::inference {

namespace {

KvKey key_of(std::span<const std::byte> bytes) {
    KvKey key;
    const auto hash = sha256_of(bytes);
    std::ranges::copy_n(hash.begin(), std::ssize(key.bytes), key.bytes.begin());
    return key;
}

KvKey name_of(KvEntryKind kind, const KvKey& parent, std::span<const TokenId> tokens) {
    std::vector<std::byte> bytes(parent.bytes.begin(), parent.bytes.end());
    bytes.push_back(static_cast<std::byte>(kind));
    const auto ids = std::as_bytes(tokens);
    bytes.insert(bytes.end(), ids.begin(), ids.end());
    return key_of(bytes);
}

} // namespace

KvKey kv_root(std::string_view fingerprint, KvDtype dtype) {
    const std::string text = std::format("Sotto's keys and values, format {}, form {}, of {}",
                                         kKvFormatVersion, static_cast<int>(dtype), fingerprint);
    return key_of(std::as_bytes(std::span(text)));
}

const KvKey& KvHashChain::parent_of(std::size_t block) const {
    return block == 0 ? root_ : blocks_[block - 1];
}

void KvHashChain::extend(std::span<const TokenId> tokens) {
    while ((blocks_.size() + 1) * kKvBlockTokens <= tokens.size()) {
        const auto own = tokens.subspan(blocks_.size() * kKvBlockTokens, kKvBlockTokens);
        blocks_.push_back(name_of(KvEntryKind::block, parent_of(blocks_.size()), own));
    }
}

KvName KvHashChain::block(std::span<const TokenId> tokens, std::size_t index) const {
    const auto own = tokens.subspan(index * kKvBlockTokens, kKvBlockTokens);
    return {KvEntryKind::block, blocks_[index], parent_of(index), {own.begin(), own.end()}};
}

KvName KvHashChain::checkpoint(std::span<const TokenId> tokens) const {
    const auto blocks = tokens.size() / kKvBlockTokens;
    const auto own = tokens.subspan(blocks * kKvBlockTokens);
    const KvKey& parent = parent_of(blocks);
    return {KvEntryKind::checkpoint,
            name_of(KvEntryKind::checkpoint, parent, own),
            parent,
            {own.begin(), own.end()}};
}

KvQuery KvHashChain::query(std::span<const TokenId> tokens, std::size_t most,
                           KvQuery::Resume resume) const {
    const auto asked = tokens.first(most);
    const auto whole = static_cast<std::ptrdiff_t>(most / kKvBlockTokens);
    return {.root = root_,
            .block_tokens = kKvBlockTokens,
            .blocks = {blocks_.begin(), blocks_.begin() + whole},
            .tokens = {asked.begin(), asked.end()},
            .resume = resume};
}

} // namespace sotto::inference
