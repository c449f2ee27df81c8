#pragma once

#include <cstdint>
#include <string>

namespace sotto::app {

/// Numbers as a person reads them.

/// 12345 → "12,345".
[[nodiscard]] std::string format_integer(std::int64_t number);

/// 615600000 → "616 MB" (decimal units, three significant digits).
[[nodiscard]] std::string format_bytes(std::int64_t bytes);

/// 1084453120 → "1.08 billion".
[[nodiscard]] std::string format_approximate(std::int64_t count);

/// 75.4 → "1 min 15 s", 7260 → "2 h 1 min".
[[nodiscard]] std::string format_duration(double seconds);

} // namespace sotto::app
