#pragma once

#include "core/ids.h"
#include "core/ports/kv_store.h"
#include "core/ports/language_model.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Keys of the KV blocks of a text: the key of a block is a hash (SHA-256, its first 128 bits) of
/// the model, of the preceding block's key and of its 256 tokens, so that equal prefixes have equal
/// keys, and nobody can write a document whose blocks are taken for those of another.
class KvHashChain {
public:
    /// `root`: of the model, see kv_root().
    explicit KvHashChain(const KvKey& root) : root_(root) {}

    /// Computes the keys of all whole blocks of a text that continues the text of earlier calls.
    void extend(std::span<const TokenId> tokens);

    [[nodiscard]] std::span<const KvKey> blocks() const { return blocks_; }

    /// Name of the entry for whole block `index`, or for the checkpoint at the text's end.
    [[nodiscard]] KvName block(std::span<const TokenId> tokens, std::size_t index) const;
    [[nodiscard]] KvName checkpoint(std::span<const TokenId> tokens) const;

    /// A query for the longest stored prefix of the first `most` tokens of a text.
    [[nodiscard]] KvQuery query(std::span<const TokenId> tokens, std::size_t most,
                                KvQuery::Resume resume) const;

private:
    [[nodiscard]] const KvKey& parent_of(std::size_t block) const;

    KvKey root_;
    std::vector<KvKey> blocks_;
};

/// The parent key of every first block of a model. `fingerprint` identifies the model's weights.
/// Includes kKvFormatVersion.
[[nodiscard]] KvKey kv_root(std::string_view fingerprint, KvDtype dtype);

} // namespace sotto::inference
