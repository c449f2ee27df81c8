#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace sotto::storage {

/// XXH3-128 of a text, big-endian. Not cryptographic: equal hashes still need the texts compared.
using TextHash = std::array<std::byte, 16>;

[[nodiscard]] TextHash hash_text(std::string_view text);

} // namespace sotto::storage
