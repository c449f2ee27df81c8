#pragma once

#include "app/extract/text/page_text.h"

#include <vector>

namespace sotto::extract {

/// Puts numbers that stand in the left margin, as those of paragraphs do, in front of the line they
/// stand beside, and leaves out numbers of lines (1, 2, 3 … or 5, 10, 15 … in either margin).
/// `words` are in reading order.
[[nodiscard]] std::vector<PlacedWord> with_margin_numbers(std::vector<PlacedWord> words);

} // namespace sotto::extract
