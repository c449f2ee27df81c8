#pragma once

#include "app/extract/protocol/extraction.h"

#include <string_view>

namespace sotto::extract {

/// The text of a file of any kind. What the file is, its bytes decide; `extension` (lower case,
/// without dot, may be empty) decides only where bytes say nothing, as between text and Markdown.
/// Errors: every RefusalKind; std::bad_alloc leaves it.
[[nodiscard]] Extraction extract_text(std::string_view bytes, std::string_view extension);

} // namespace sotto::extract
