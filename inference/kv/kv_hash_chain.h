#pragma once

#include "core/ids.h"
#include "core/ports/kv_store.h"
#include "core/ports/language_model.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// The names of the blocks of a text: each is a hash of the model, of the block before and of its
/// 256 tokens, so that equal beginnings have equal names.
class KvHashChain {
public:
    /// `root`: of the model, see kv_root().
    explicit KvHashChain(const KvKey& root) : root_(root) {}

    /// Names all whole blocks of a text; those it has named before must begin the text.
    void extend(std::span<const TokenId> tokens);

    [[nodiscard]] std::span<const KvKey> blocks() const { return blocks_; }

    /// The entry that holds the whole block `index` of the text, or its checkpoint.
    [[nodiscard]] KvName block(std::span<const TokenId> tokens, std::size_t index) const;
    [[nodiscard]] KvName checkpoint(std::span<const TokenId> tokens) const;

    /// Asks for the longest stored beginning of the first `most` tokens of a text.
    [[nodiscard]] KvQuery query(std::span<const TokenId> tokens, std::size_t most,
                                KvQuery::Resume resume) const;

private:
    [[nodiscard]] const KvKey& parent_of(std::size_t block) const;

    KvKey root_;
    std::vector<KvKey> blocks_;
};

/// The parent of every first block of a model: `fingerprint` tells its weights from all others.
/// Contains kKvFormatVersion.
[[nodiscard]] KvKey kv_root(std::string_view fingerprint, KvDtype dtype);

} // namespace sotto::inference
