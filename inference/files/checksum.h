#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sotto::inference {

/// XXH3 with 64 bits. It detects damage; it does not protect from forgery.
[[nodiscard]] std::uint64_t xxh3_64(std::span<const std::byte> bytes);

/// XXH3 with 128 bits, big-endian. Enough to identify content that nobody forges.
[[nodiscard]] std::array<std::byte, 16> xxh3_128(std::span<const std::byte> bytes);

} // namespace sotto::inference
