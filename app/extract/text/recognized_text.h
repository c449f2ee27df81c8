#pragma once

#include "app/extract/protocol/extraction.h"

#include <string_view>

namespace sotto::extract {

/// What a program for text recognition wrote: lines, empty lines between paragraphs, and a form
/// feed after each page. Parted words are put together; pages are marked where there are several.
/// Errors: empty, too_large.
[[nodiscard]] Extraction extract_recognized(std::string_view bytes);

} // namespace sotto::extract
