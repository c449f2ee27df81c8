#pragma once

#include <cstdint>
#include <string>

namespace sotto::app {

/// 12345 → "12,345".
[[nodiscard]] std::string with_separators(std::int64_t number);

/// 615600000 → "616 MB" (powers of ten, three digits).
[[nodiscard]] std::string bytes_text(std::int64_t bytes);

/// 1084453120 → "1.08 billion".
[[nodiscard]] std::string count_text(std::int64_t count);

/// 75.4 → "1 min 15 s", 7260 → "2 h 1 min".
[[nodiscard]] std::string duration_text(double seconds);

} // namespace sotto::app
