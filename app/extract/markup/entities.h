#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// `xml` with the characters that HTML's named references stand for: "&nbsp;", "&mdash;". XML knows
/// five names only, yet books are written with others. Those five stay.
[[nodiscard]] std::string without_html_names(std::string_view xml);

} // namespace sotto::extract
