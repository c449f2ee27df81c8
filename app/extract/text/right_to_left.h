#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sotto::extract {

/// The direction of a letter; other characters have none of their own.
enum class LetterDirection : std::uint8_t { none, left_to_right, right_to_left };
[[nodiscard]] LetterDirection direction_of(char32_t character);

/// Whether UTF-8 text has letters of Hebrew, Arabic or another right-to-left script.
[[nodiscard]] bool has_right_to_left(std::string_view text);

/// Turns a line from visual order (left to right) into logical order, with letters instead of their
/// presentation forms. Source: Unicode Standard Annex 9.
[[nodiscard]] std::string logical_order(std::string_view line);

} // namespace sotto::extract
