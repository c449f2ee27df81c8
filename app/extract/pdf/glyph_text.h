#pragma once

#include "app/extract/text/page_text.h"

#include <string>
#include <string_view>

class TextWord;

namespace sotto::extract {

/// A word of Poppler's with its place, its ligatures as letters and glyphs without a known letter
/// (private use areas) as U+FFFD.
[[nodiscard]] PlacedWord placed_word(const TextWord& word);

/// Whether the letters of a glyph (UTF-32) are read from right to left.
[[nodiscard]] bool is_right_to_left(const unsigned int* letters, int count);

/// A text string of a PDF whose letters are put in the order in which they stand on the page, if it
/// is in a right-to-left script; else unchanged.
[[nodiscard]] std::string in_order_of_page(const std::string& text);

} // namespace sotto::extract
