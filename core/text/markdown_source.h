#pragma once

#include <string>
#include <string_view>

namespace sotto {

/// Markdown as models write it, made ready for a parser of CommonMark:
///  - formulas (\( … \), \[ … \], $$ … $$, $ … $) come out as they were written;
///  - emphasis ends and begins beside punctuation in Chinese, Japanese and Korean;
///  - a single tilde is a tilde;
///  - a block of Markdown within fences may hold fences.
/// Code stays as it is. Of what the parser returns, the caller passes each text through
/// without_borders().
[[nodiscard]] std::string prepared_markdown(std::string_view markdown);

/// A text without the marks that prepared_markdown put between emphasis and punctuation.
[[nodiscard]] std::string without_borders(std::string_view text);

} // namespace sotto
