#pragma once

#include "app/extract/protocol/extraction.h"
#include "app/extract/protocol/frames.h"

#include <string_view>

namespace sotto::extract {

/// The text of a PDF in reading order (column after column), a page mark for each page, words that
/// are parted at the end of a line put together, ligatures as letters.
/// Errors: locked, scanned (pages without any text), damaged, too_large.
[[nodiscard]] Extraction extract_pdf(std::string_view bytes);

/// A page of a PDF as a picture in grey, as fine as kResolution and kMaxPixels allow. `number`
/// counts from 1; a page that cannot be drawn is one white pixel. Errors: locked, damaged.
[[nodiscard]] PageRendering render_pdf_page(std::string_view bytes, int number);

/// Loads what Poppler and the C library otherwise read from files when the first PDF is opened.
/// Call it once, before the process enters itself in. Errors are left to extract_pdf.
void prepare_pdf_reader();

} // namespace sotto::extract
