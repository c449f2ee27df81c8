#pragma once

#include "app/extract/archive/zip_archive.h"
#include "app/extract/protocol/extraction.h"

#include <string>
#include <string_view>

namespace sotto::extract {

/// The text of a document in a ZIP archive, whatever its format.
/// Errors: unsupported (another archive), and those of the formats below.
[[nodiscard]] Extraction extract_zip_document(std::string_view bytes);

/// Word: paragraphs, tables, text boxes, diagrams, charts, pages of embedded HTML; notes and
/// comments at their place, headers and footers at the end; headings begin sections. `part`: where
/// the document begins. Errors: damaged, forbidden, too_large, empty. Source: ECMA-376, part 1,
/// section 17.
[[nodiscard]] Extraction extract_docx(const ZipArchive& archive, const std::string& part);

/// PowerPoint: a page for each slide, with its diagrams and charts and, in brackets, the speaker's
/// notes and the comments. Errors: as extract_docx. Source: ECMA-376, part 1, section 19.
[[nodiscard]] Extraction extract_pptx(const ZipArchive& archive, const std::string& part);

/// Excel: a section for each sheet, a line for each row, values separated by tabs; numbers as they
/// are stored, dates and times in ISO 8601; comments behind their cells, shapes after them. Errors:
/// as extract_docx. Source: ECMA-376, part 1, section 18.
[[nodiscard]] Extraction extract_xlsx(const ZipArchive& archive, const std::string& part);

/// OpenDocument texts, tables and presentations. Errors: locked, and as extract_docx.
/// Source: OASIS OpenDocument 1.3, part 3.
[[nodiscard]] Extraction extract_open_document(const ZipArchive& archive);
/// The same in one XML file (FODT, FODS, FODP).
[[nodiscard]] Extraction extract_flat_open_document(std::string_view bytes);

/// An EPUB book: its chapters in reading order. Errors: locked (DRM), and as extract_docx. Source:
/// EPUB 3.3, sections 4 and 5.
[[nodiscard]] Extraction extract_epub(const ZipArchive& archive);

/// FictionBook 2, an XML file. Errors: as extract_docx. Source: the FictionBook 2.1 schema.
[[nodiscard]] Extraction extract_fb2(std::string_view bytes);

} // namespace sotto::extract
