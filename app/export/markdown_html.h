#pragma once

#include <string>
#include <string_view>

namespace sotto::app {

/// Text as it stands in an HTML element or attribute. Control characters that HTML forbids are left
/// out.
[[nodiscard]] std::string escaped_html(std::string_view text);

/// Markdown (CommonMark with tables, strikethrough and task lists) as HTML that loads nothing and
/// leads nowhere: HTML in it is shown as text, of a link remain its text and, behind it, its
/// target as text, of a picture its description.
[[nodiscard]] std::string markdown_html(std::string_view markdown);

} // namespace sotto::app
