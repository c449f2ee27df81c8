#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto {

/// A line of a Markdown text and what it is.
struct MarkdownLine {
    enum class Kind {
        blank,
        text,          ///< of a paragraph, heading, table or list item
        fence_begin,   ///< opens a code block
        code,          ///< in a fenced code block
        fence_end,     ///< closes it
        indented_code, ///< a code block without fences
    };
    Kind kind = Kind::text;
    std::size_t begin = 0;      ///< in the text
    std::size_t end = 0;        ///< without its line feed
    std::size_t content = 0;    ///< where it begins behind quotation marks, list markers and spaces
    int quotes = 0;             ///< depth of quotation
    bool begins_item = false;   ///< it has a list marker
    std::size_t fence_size = 0; ///< fence_begin, fence_end: length of the run of ` or ~
    std::size_t inner_fence = 0; ///< fence_begin, fence_end: longest fence within; 0 = none
};

/// What becomes of a block of Markdown within fences (```markdown) that holds fences itself and is
/// not closed often enough.
enum class HalfNested {
    ends_early, ///< the first closing fence ends it, as in CommonMark
    stays_open, ///< it lasts until the text ends: more may follow
};

/// The lines of a Markdown text. Fences within a block of Markdown are part of it if they come in
/// pairs, though CommonMark ends the block at the first of them. A close approximation of
/// CommonMark, linear in the text's length. Source: CommonMark 0.31, sections 4 and 5.
[[nodiscard]] std::vector<MarkdownLine>
markdown_lines(std::string_view text, HalfNested half_nested = HalfNested::ends_early);

} // namespace sotto
