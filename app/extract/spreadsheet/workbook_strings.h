#pragma once

#include "app/extract/markup/xml.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// The text of a string item ("si", "is", "text"), its own or that of its runs, raised and lowered
/// as they are, without phonetic guides.
[[nodiscard]] std::string string_item_text(XmlNode item);

/// The shared strings of a workbook, from the root of their part.
[[nodiscard]] std::vector<std::string> shared_strings(XmlNode root);

} // namespace sotto::extract
