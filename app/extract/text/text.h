#pragma once

#include "app/extract/protocol/extraction.h"

#include <string>
#include <string_view>

namespace sotto::extract {

/// A text file in UTF-8 with line feeds. `charset`: what the file declares, or empty.
/// Errors: unsupported (not text), too_large, empty.
[[nodiscard]] Extraction extract_plain_text(std::string_view bytes,
                                            const std::string& charset = {});

/// The same for Markdown, whose text stays as it is; headings begin sections, except those in
/// quotations. Metadata before the text has none. Source: CommonMark 0.31, sections 4.2 and 4.3.
[[nodiscard]] Extraction extract_markdown(std::string_view bytes);

/// Rich Text Format: paragraphs, tables, lists with their numbers, formulas, text boxes, notes and
/// comments in brackets; without hidden and deleted text and without metadata. Errors: too_large,
/// empty. Source: Microsoft's Rich Text Format specification 1.9.1.
[[nodiscard]] Extraction extract_rtf(std::string_view bytes);

/// The output of an OCR program: lines, empty lines between paragraphs, and a form feed after each
/// page. Hyphenated words are joined; with several pages each has a mark. Errors: empty, too_large.
[[nodiscard]] Extraction extract_recognized(std::string_view bytes);

/// The output of a program that reads old Office documents. `kind`: "doc", "xls" or "ppt"; each
/// form feed ends a sheet or slide, which has a mark. Errors: as extract_plain_text().
[[nodiscard]] Extraction extract_converted(std::string_view bytes, std::string_view kind);

} // namespace sotto::extract
