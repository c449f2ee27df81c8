#pragma once

#include "app/extract/markup/xml.h"

namespace sotto::extract {

/// Whether text other than white space lies below a node.
[[nodiscard]] bool has_words(XmlNode node);

/// Whether tracked changes hold deleted text.
[[nodiscard]] bool holds_deletion(XmlNode changes);

/// Whether a field of a paragraph hides it.
[[nodiscard]] bool hides_paragraph(XmlNode paragraph);

/// Whether an element is a table's cell, covered or not.
[[nodiscard]] bool is_cell(XmlNode node);

} // namespace sotto::extract
