#pragma once

#include "app/extract/text/hyphens.h"
#include "app/extract/text/text_builder.h"

#include <string>
#include <vector>

namespace sotto::extract {

/// An interval. Unit: points.
struct Extent {
    double begin = 0;
    double end = 0;

    [[nodiscard]] double length() const { return end - begin; }
    [[nodiscard]] double middle() const { return (begin + end) / 2; }
};

/// How much of both there is. *Unit*: points; negative is the distance between them.
[[nodiscard]] double common_length(const Extent& a, const Extent& b);

/// A word and its place on a page. `along` is in the direction of reading, `across` from line to
/// line, however the text is rotated.
struct PlacedWord {
    std::string text; ///< UTF-8
    Extent along;
    Extent across;
    int rotation = 0; ///< quarter turns
    bool has_space_after = false;
    double size = 0;     ///< of the font, in points; 0: unknown
    double baseline = 0; ///< where the letters stand, on the axis of `across`
};

/// A ruling line, horizontal or vertical.
struct Rule {
    Extent x;
    Extent y;
};

/// What stands on a page, in reading order.
struct PageWords {
    std::vector<PlacedWord> words;
    std::vector<Rule> rules;
    double height = 0; ///< of the page, in points; 0: unknown
};

/// A line of text, or a row of a table.
struct PageLine {
    std::string text; ///< UTF-8 in logical order; the cells of a row are separated by tabs
    Extent along;
    Extent across;
    double size = 0; ///< of most of its letters, in points
    int rotation = 0;
    bool is_row = false;
    bool is_right_to_left = false;
    bool ends_paragraph = false;
};

/// The lines that words form. They are given in reading order, but within a line, and with their
/// letters, from left to right in any script. Smaller raised and lowered words are written as
/// powers and indices.
[[nodiscard]] std::vector<PageLine> lines_of(const std::vector<PlacedWord>& words);

/// Appends lines as paragraphs; words that were hyphenated at the end of a line are joined.
void append_lines(const std::vector<PageLine>& lines, const HyphenatedWords& hyphenated,
                  TextBuilder& builder);

/// Both for a page that stands alone.
void append_page(const std::vector<PlacedWord>& words, TextBuilder& builder);

/// `text` with separate letters for ligatures (U+FB00 to U+FB06).
[[nodiscard]] std::string without_ligatures(std::string text);

} // namespace sotto::extract
