#pragma once

#include "app/extract/text/text_builder.h"

#include <string>
#include <vector>

namespace sotto::extract {

/// An interval. Unit: points.
struct Extent {
    double begin = 0;
    double end = 0;
};

/// A word and its place on a page. `along` is in the direction of reading, `across` from line to
/// line, however the text is rotated.
struct PlacedWord {
    std::string text; ///< UTF-8
    Extent along;
    Extent across;
    int rotation = 0; ///< quarter turns
    bool has_space_after = false;
};

/// Appends words as lines and paragraphs. They are given in reading order, but within a line, and
/// with their letters, from left to right in any script.
void append_page(const std::vector<PlacedWord>& words, TextBuilder& builder);

/// `text` with separate letters for ligatures (U+FB00 to U+FB06).
[[nodiscard]] std::string without_ligatures(std::string text);

} // namespace sotto::extract
