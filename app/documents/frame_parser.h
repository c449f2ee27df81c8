#pragma once

#include "app/extract/protocol/frames.h"
#include "core/error.h"

#include <string_view>

namespace sotto::extract {

/// Reads what a process wrote that may have been taken over by the file it read: everything is
/// checked (lengths, order, UTF-8, offsets within the text, labels on one line).
/// Errors: corrupt_data.
[[nodiscard]] Result<ExtractionAnswer> from_frames(std::string_view bytes);

/// The same for a page: its sizes are within bounds and fit the number of its pixels.
[[nodiscard]] Result<PageAnswer> page_from_frames(std::string_view bytes);

} // namespace sotto::extract
