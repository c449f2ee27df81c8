#pragma once

#include "app/extract/protocol/frames.h"
#include "core/error.h"

#include <string_view>

namespace sotto::extract {

/// Parses the answer of sotto-extract, which a malicious file may control: everything is validated
/// (lengths, order, UTF-8, offsets within the text, labels on one line).
/// Errors: corrupt_data.
[[nodiscard]] Result<ExtractionAnswer> from_frames(std::string_view bytes);

/// The same for a page; its size must be within the limits and match the number of pixels.
[[nodiscard]] Result<PageAnswer> page_from_frames(std::string_view bytes);

} // namespace sotto::extract
