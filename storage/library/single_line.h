#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::storage {

inline constexpr std::size_t kMaxLineBytes = 512;

/// Puts a title on one line: each run of spaces and control characters becomes one space, those at
/// the ends and all controls of direction are removed, and the rest is truncated to kMaxLineBytes
/// between two characters.
[[nodiscard]] std::string single_line(std::string_view title);

} // namespace sotto::storage
