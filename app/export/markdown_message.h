#pragma once

#include <string>
#include <string_view>

namespace sotto::app {

/// A message as a part of a larger Markdown file, which it cannot change: what it leaves open is
/// closed, its headings are below level 2, HTML is shown as text, and definitions of links and
/// notes hold nowhere else. It ends without a line feed.
[[nodiscard]] std::string markdown_message(std::string_view text);

/// A title as a part of one line of Markdown, without emphasis, links and HTML.
[[nodiscard]] std::string markdown_title(std::string_view title);

} // namespace sotto::app
