#pragma once

#include "app/extract/text/text_builder.h"

#include <string>
#include <vector>

namespace sotto::extract {

/// From where to where. Unit: points.
struct Extent {
    double begin = 0;
    double end = 0;
};

/// A word where it stands on a page. `along` runs in the direction of reading, `across` from line
/// to line, whichever way the text is turned.
struct PlacedWord {
    std::string text; ///< UTF-8
    Extent along;
    Extent across;
    int rotation = 0; ///< quarter turns
    bool has_space_after = false;
};

/// Writes words as lines and paragraphs: given in reading order, but within a line from left to
/// right and with their letters in that order, whatever the script.
void append_page(const std::vector<PlacedWord>& words, TextBuilder& builder);

/// `text` with letters for ligatures (U+FB00 to U+FB06).
[[nodiscard]] std::string without_ligatures(std::string text);

} // namespace sotto::extract
