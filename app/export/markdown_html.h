#pragma once

#include <string>
#include <string_view>

namespace sotto::app {

/// Text escaped for an HTML element or attribute, without the control characters that HTML forbids.
[[nodiscard]] std::string escaped_html(std::string_view text);

/// Markdown (CommonMark with tables, strikethrough and task lists) as HTML that loads nothing and
/// has no links: HTML is shown as text, a link as its text followed by its target, an image as its
/// description.
[[nodiscard]] std::string markdown_html(std::string_view markdown);

} // namespace sotto::app
