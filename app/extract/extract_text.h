#pragma once

#include "app/extract/protocol/extraction.h"

#include <string_view>

namespace sotto::extract {

/// The text of a file of any format. The bytes decide the format; `extension` (lower case, without
/// the dot, may be empty) only where they cannot, as between text and Markdown. Errors: every
/// RefusalKind; std::bad_alloc passes through.
[[nodiscard]] Extraction extract_text(std::string_view bytes, std::string_view extension);

} // namespace sotto::extract
