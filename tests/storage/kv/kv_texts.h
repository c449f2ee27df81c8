#pragma once

#include "core/ports/kv_store.h"
#include "storage/kv/kv_database.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sotto::storage {

/// A text in blocks of four tokens. The keys and bytes of its entries depend on its tokens, as an
/// engine's would.
class KvText {
public:
    static constexpr std::size_t kBlockTokens = 4;

    /// `bytes_per_entry`: the size of each block and checkpoint.
    explicit KvText(std::vector<TokenId> tokens, std::size_t bytes_per_entry = 3000);

    [[nodiscard]] std::size_t blocks() const { return keys_.size(); }
    [[nodiscard]] KvName block(std::size_t index) const;
    /// The checkpoint after the first `length` tokens.
    [[nodiscard]] KvName checkpoint(std::size_t length) const;
    [[nodiscard]] KvQuery query(KvQuery::Resume resume = KvQuery::Resume::at_checkpoints) const;

    /// The bytes of an entry.
    [[nodiscard]] std::vector<std::byte> bytes_of(const KvName& name) const;
    [[nodiscard]] KvEntry entry(const KvName& name, std::size_t end,
                                KvRetention retention = KvRetention::evictable,
                                KvSources sources = {}) const;

private:
    std::vector<TokenId> tokens_;
    std::size_t bytes_;
    std::vector<KvKey> keys_;
};

/// Saves all blocks of a text and a checkpoint after `length` tokens.
void save_all(KvDatabase& database, const KvText& text, std::size_t length,
              KvRetention retention = KvRetention::evictable, const KvSources& sources = {});

/// `count` tokens, different for each seed.
[[nodiscard]] std::vector<TokenId> text_of(std::size_t count, std::int32_t seed);

} // namespace sotto::storage
