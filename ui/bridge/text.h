#pragma once

#include "core/error.h"

#include <QString>
#include <cstdint>
#include <string>
#include <string_view>

namespace sotto::ui {

/// UTF-8 as Qt's text; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] QString to_qstring(std::string_view utf8);

[[nodiscard]] std::string to_utf8(const QString& text);

/// What happened and what to do, as one translated sentence for a person.
[[nodiscard]] QString error_sentence(const Error& error);

/// The error's own words (numbers, file names) where they help a person; else empty.
[[nodiscard]] QString error_detail(const Error& error);

/// "12,345" in the locale's digits and separators.
[[nodiscard]] QString number_text(std::int64_t value);

/// The same, rounded to a whole number.
[[nodiscard]] QString rounded_text(double value);

/// "4.2" or "42": one decimal below 10, none above.
[[nodiscard]] QString short_number_text(double value);

/// "616 MB": bytes in the locale's words, powers of ten as on the package.
[[nodiscard]] QString size_text(std::int64_t bytes);

} // namespace sotto::ui
