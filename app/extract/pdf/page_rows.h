#pragma once

#include "app/extract/text/page_text.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace sotto::extract {

/// Words that stand together on a line, without a wide gap between them: a line of a column, or a
/// cell of a table.
struct Segment {
    std::vector<std::size_t> words; ///< indices, from left to right
    Extent along;
    bool is_marker = false; ///< a bullet or the number of a list item
};

/// What stands at one height of a page, across all columns.
struct PageRow {
    std::vector<Segment> segments; ///< from left to right
    Extent across;
    double height = 0; ///< of a line of its text
};

/// The rows of `chosen` words (indices) from top to bottom. Text that is rotated is left out.
[[nodiscard]] std::vector<PageRow> rows_of(const std::vector<PlacedWord>& words,
                                           std::span<const std::size_t> chosen);

/// The text of some words on one line: lines are joined by spaces, hyphenated words are whole.
[[nodiscard]] std::string text_on_one_line(const std::vector<PlacedWord>& words,
                                           std::span<const std::size_t> chosen);

} // namespace sotto::extract
