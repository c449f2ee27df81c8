#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace sotto::inference {

/// A fast checksum (XXH3, 64 bits) that finds damage; it is no protection from a forger.
[[nodiscard]] std::uint64_t checksum_of(std::span<const std::byte> bytes);

} // namespace sotto::inference
