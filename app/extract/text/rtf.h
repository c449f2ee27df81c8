#pragma once

#include "app/extract/protocol/extraction.h"

#include <string_view>

namespace sotto::extract {

/// Rich Text Format: paragraphs, tables, text boxes, notes in brackets; what is hidden, deleted or
/// only describes the document is left out. Errors: too_large, empty.
/// Source: Microsoft's Rich Text Format specification 1.9.1.
[[nodiscard]] Extraction extract_rtf(std::string_view bytes);

} // namespace sotto::extract
