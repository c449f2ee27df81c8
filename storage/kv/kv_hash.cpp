#include "storage/kv/kv_hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <new>

namespace sotto::storage {
namespace {

// What is hashed begins with one of these, so that no name can be taken for a link.
constexpr std::byte kName{1};
constexpr std::byte kLink{2};

} // namespace

KvHash::Digest KvHash::hash(std::span<const std::byte> bytes) const {
    std::array<unsigned char, 32> whole{};
    unsigned int size = 0;
    // This fails only when memory runs out.
    if (::HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()),
               reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), whole.data(),
               &size) == nullptr) {
        throw std::bad_alloc();
    }
    Digest digest{};
    std::ranges::copy(std::as_bytes(std::span(whole)).first(digest.size()), digest.begin());
    return digest;
}

KvHash::Digest KvHash::name(KvEntryKind kind, const KvKey& parent,
                            std::span<const TokenId> tokens) const {
    std::vector<std::byte> bytes{kName, static_cast<std::byte>(kind)};
    bytes.insert(bytes.end(), parent.bytes.begin(), parent.bytes.end());
    const auto ids = std::as_bytes(tokens);
    bytes.insert(bytes.end(), ids.begin(), ids.end());
    return hash(bytes);
}

KvHash::Digest KvHash::link(const KvKey& key) const {
    std::vector<std::byte> bytes{kLink};
    bytes.insert(bytes.end(), key.bytes.begin(), key.bytes.end());
    return hash(bytes);
}

} // namespace sotto::storage
