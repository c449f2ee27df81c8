#pragma once

#include "core/ids.h"
#include "core/ports/kv_store.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace sotto::storage {

/// Keyed hashes (HMAC-SHA-256, 128 bits) in place of token ids and keys: kv.db does not hold the
/// text, and what another installation stored says nothing about this one. The key is a random
/// number that kv.db was created with.
class KvHash {
public:
    using Digest = std::array<std::byte, 16>;
    static constexpr std::size_t kSecretBytes = 32;

    /// `secret`: kSecretBytes random bytes.
    explicit KvHash(std::span<const std::byte> secret) : secret_(secret.begin(), secret.end()) {}

    /// Identifies an entry, by its kind, the key of the entry before it and its own tokens.
    [[nodiscard]] Digest name(KvEntryKind kind, const KvKey& parent,
                              std::span<const TokenId> tokens) const;
    /// Stands for a key, by which entries name the entry before them.
    [[nodiscard]] Digest link(const KvKey& key) const;

private:
    [[nodiscard]] Digest hash(std::span<const std::byte> bytes) const;

    std::vector<std::byte> secret_;
};

} // namespace sotto::storage
