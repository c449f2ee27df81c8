#pragma once

#include "core/error.h"

#include <QString>
#include <cstdint>
#include <string>
#include <string_view>

namespace sotto::ui {

/// UTF-8 as a QString; invalid bytes become U+FFFD.
[[nodiscard]] QString to_qstring(std::string_view utf8);

[[nodiscard]] std::string to_utf8(const QString& text);

/// What happened and what to do, as one translated sentence for the user.
[[nodiscard]] QString error_message(const Error& error);

/// The error's own detail (numbers, file names) where it helps the user; else empty.
[[nodiscard]] QString error_detail(const Error& error);

/// "12,345" in the locale's digits and separators.
[[nodiscard]] QString number_text(std::int64_t value);

/// The same, rounded to a whole number.
[[nodiscard]] QString rounded_text(double value);

/// "4.2" or "42": one decimal below 10, none above.
[[nodiscard]] QString short_number_text(double value);

/// "616 MB": in the locale's format, with decimal prefixes.
[[nodiscard]] QString size_text(std::int64_t bytes);

/// "41 %", rounded down. `share`: 0 to 1.
[[nodiscard]] QString percent_text(double share);

/// "45 s left", "6 min left", rounded up.
[[nodiscard]] QString time_left_text(double seconds);

} // namespace sotto::ui
