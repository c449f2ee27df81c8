#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

struct XXH3_state_s; // of xxHash

namespace sotto::storage {

/// XXH3, 128 bits, big-endian. Not cryptographic: texts with equal hashes have to be compared.
using TextHash = std::array<std::byte, 16>;

[[nodiscard]] TextHash hash_text(std::string_view text);

/// XXH3, 64 bits, of bytes that come in parts. Finds damage, not forgery.
class StreamingChecksum {
public:
    StreamingChecksum();
    void update(std::span<const std::byte> part);
    [[nodiscard]] std::int64_t value() const;

private:
    struct Free {
        void operator()(XXH3_state_s* state) const;
    };
    std::unique_ptr<XXH3_state_s, Free> state_;
};

} // namespace sotto::storage
