#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// The title that a PDF gives itself where it says something; empty where a program filled it in:
/// "untitled", the name of a file, with or without that of the program ("Microsoft Word - x.doc").
[[nodiscard]] std::string sensible_title(std::string_view title);

} // namespace sotto::extract
