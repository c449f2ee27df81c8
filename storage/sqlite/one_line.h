#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::storage {

inline constexpr std::size_t kMaxTitleBytes = 512;

/// A title that fits on one line: each run of spaces and control characters becomes one space, none
/// are left at the ends, and what exceeds kMaxTitleBytes is cut between two characters.
[[nodiscard]] std::string one_line(std::string_view title);

} // namespace sotto::storage
