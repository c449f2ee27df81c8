#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sotto::inference {

/// A fast checksum (XXH3, 64 bits) that finds damage; it is no protection from a forger.
[[nodiscard]] std::uint64_t checksum_of(std::span<const std::byte> bytes);

/// The same with 128 bits (big-endian), enough to name things by what they hold as long as nobody
/// forges them.
[[nodiscard]] std::array<std::byte, 16> wide_checksum_of(std::span<const std::byte> bytes);

} // namespace sotto::inference
