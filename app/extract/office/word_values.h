#pragma once

#include "app/extract/markup/xml.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sotto::extract {

/// Whether an element that switches something on ("w:vanish") is there and does: without a value,
/// or with one that is not "0", "false" or "off".
[[nodiscard]] bool is_on(XmlNode element);

/// A number in `text`, all of it; nothing else.
[[nodiscard]] std::optional<std::int64_t> parse_number(std::string_view text);

/// The character that Insert → Symbol wrote ("w:sym", "w16se:symEx").
[[nodiscard]] char32_t symbol_of(XmlNode element);

} // namespace sotto::extract
