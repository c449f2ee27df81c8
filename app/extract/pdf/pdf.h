#pragma once

#include "app/extract/protocol/extraction.h"
#include "app/extract/protocol/frames.h"

#include <string_view>

namespace sotto::extract {

/// The text of a PDF in reading order (column by column), with a page mark for each page,
/// hyphenated words joined and ligatures as letters. Tables are rows of cells; headers and footers
/// are read once, page numbers and text that nobody sees are left out. Errors: locked, scanned
/// (pages without any text), damaged, too_large.
[[nodiscard]] Extraction extract_pdf(std::string_view bytes);

/// A page of a PDF as a greyscale picture, at the resolution that kResolution and kMaxPixels allow.
/// `number` counts from 1; a page that cannot be rendered is one white pixel. Errors: locked,
/// damaged.
[[nodiscard]] PageRendering render_pdf_page(std::string_view bytes, int number);

/// The title of a PDF if it is meaningful. Empty where a program filled it in: "untitled", or the
/// name of a file, with or without that of the program ("Microsoft Word - x.doc").
[[nodiscard]] std::string meaningful_title(std::string_view title);

/// Loads the files that Poppler and the C library otherwise open with the first PDF. Call it once,
/// before the process enters its sandbox. Errors are left to extract_pdf.
void preload_pdf_files();

} // namespace sotto::extract
