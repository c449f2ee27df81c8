#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto::app {

/// What a parser of CommonMark takes a byte of a Markdown text for.
enum class MarkdownByte : char {
    mark,    ///< a sign of Markdown, or nothing that is shown
    text,    ///< shown text; HTML is text here
    heading, ///< text of a heading
    code,    ///< of a code block or span
};

/// The kind of each byte of a Markdown text.
[[nodiscard]] std::vector<MarkdownByte> markdown_bytes(std::string_view markdown);

/// Whether a heading of level 2 that is added to a Markdown text stands for itself: nothing is open
/// at the text's end, and the text has neither HTML nor a heading of level 1 or 2 of its own.
[[nodiscard]] bool can_be_followed(std::string_view markdown);

} // namespace sotto::app
