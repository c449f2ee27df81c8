#include "tests/storage/kv/kv_texts.h"

#include "storage/files/hash.h"
#include "tests/storage/support/must.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace sotto::storage {
namespace {

const KvKey kRoot{.bytes = {std::byte{1}}};

KvKey key_of(const KvKey& parent, KvEntryKind kind, const std::vector<TokenId>& tokens) {
    std::string text(reinterpret_cast<const char*>(parent.bytes.data()), parent.bytes.size());
    text += kind == KvEntryKind::block ? 'b' : 't';
    for (const TokenId token : tokens) {
        text += std::to_string(token) + ' ';
    }
    return {hash_text(text)};
}

} // namespace

KvText::KvText(std::vector<TokenId> tokens, std::size_t bytes_per_entry)
    : tokens_(std::move(tokens)), bytes_(bytes_per_entry) {
    for (std::size_t i = 0; i < tokens_.size() / kBlockTokens; ++i) {
        const auto first = tokens_.begin() + static_cast<std::ptrdiff_t>(i * kBlockTokens);
        keys_.push_back(key_of(i == 0 ? kRoot : keys_.back(), KvEntryKind::block,
                               {first, first + kBlockTokens}));
    }
}

KvName KvText::block(std::size_t index) const {
    const auto first = tokens_.begin() + static_cast<std::ptrdiff_t>(index * kBlockTokens);
    return {KvEntryKind::block,
            keys_[index],
            index == 0 ? kRoot : keys_[index - 1],
            {first, first + kBlockTokens}};
}

KvName KvText::checkpoint(std::size_t length) const {
    const auto whole = length / kBlockTokens;
    const auto first = tokens_.begin() + static_cast<std::ptrdiff_t>(whole * kBlockTokens);
    const std::vector<TokenId> rest(first, tokens_.begin() + static_cast<std::ptrdiff_t>(length));
    const KvKey parent = whole == 0 ? kRoot : keys_[whole - 1];
    return {KvEntryKind::checkpoint, key_of(parent, KvEntryKind::checkpoint, rest), parent, rest};
}

KvQuery KvText::query(KvQuery::Resume resume) const {
    return {kRoot, kBlockTokens, keys_, tokens_, resume};
}

std::vector<std::byte> KvText::bytes_of(const KvName& name) const {
    std::vector<std::byte> bytes(bytes_);
    auto state = std::to_integer<std::uint32_t>(name.key.bytes[0]) + 1;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        state = state * 1664525U + 1013904223U;
        bytes[i] = static_cast<std::byte>(state >> 24U) ^ name.key.bytes[i % 16];
    }
    return bytes;
}

KvEntry KvText::entry(const KvName& name, std::size_t end, KvRetention retention,
                      KvSources sources) const {
    const auto bytes = std::make_shared<std::vector<std::byte>>(bytes_of(name));
    const auto half = bytes->size() / 2; // bytes come in parts
    return {.name = name,
            .end = end,
            .bytes = {std::span(*bytes).first(half), std::span(*bytes).subspan(half)},
            .owner = bytes,
            .retention = retention,
            .sources = std::move(sources)};
}

void save_all(KvDatabase& database, const KvText& text, std::size_t length, KvRetention retention,
              const KvSources& sources) {
    for (std::size_t i = 0; i < text.blocks(); ++i) {
        must(database.save(
            text.entry(text.block(i), (i + 1) * KvText::kBlockTokens, retention, sources)));
    }
    must(database.save(text.entry(text.checkpoint(length), length, retention, sources)));
}

std::vector<TokenId> text_of(std::size_t count, std::int32_t seed) {
    std::vector<TokenId> tokens(count);
    for (std::size_t i = 0; i < count; ++i) {
        tokens[i] = seed * 1000 + static_cast<TokenId>(i);
    }
    return tokens;
}

} // namespace sotto::storage
