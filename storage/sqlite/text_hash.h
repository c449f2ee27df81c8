#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

struct XXH3_state_s; // of the hash library

namespace sotto::storage {

/// XXH3-128 of a text, big-endian. Not cryptographic: equal hashes still need the texts compared.
using TextHash = std::array<std::byte, 16>;

[[nodiscard]] TextHash hash_text(std::string_view text);

/// A checksum (XXH3, 64 bits) of bytes that come in parts; finds damage, not forgery.
class PartsChecksum {
public:
    PartsChecksum();
    void add(std::span<const std::byte> part);
    [[nodiscard]] std::int64_t value() const;

private:
    struct Free {
        void operator()(XXH3_state_s* state) const;
    };
    std::unique_ptr<XXH3_state_s, Free> state_;
};

} // namespace sotto::storage
