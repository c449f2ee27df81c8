#pragma once

#include "app/extract/protocol/extraction.h"

#include <string_view>

namespace sotto::extract {

/// Whether a file is a Jupyter notebook: JSON that names the version of that format.
[[nodiscard]] bool looks_like_notebook(std::string_view bytes);

/// A Jupyter notebook as Markdown: its texts as they are, its code in fences with the name of the
/// language, and what the code printed; "[image]" for pictures. Errors: damaged, too_large, empty.
/// Source: nbformat 3 and 4.
[[nodiscard]] Extraction extract_notebook(std::string_view bytes);

/// Whether text is a file with subtitles.
[[nodiscard]] bool looks_like_subtitles(std::string_view bytes);

/// Subtitles (SubRip, WebVTT, SubStation Alpha): what is said, as flowing text; a section every few
/// minutes has the time as its name. Errors: as extract_plain_text().
/// Source: W3C WebVTT; the others have no specification.
[[nodiscard]] Extraction extract_subtitles(std::string_view bytes);

/// What stands between the values of a row.
enum class Separator : char { found = 0, tab = '\t' };

/// A table of text (CSV): a line for each row, its values separated by tabs; line ends and tabs
/// within a value are spaces. `separator`: found among comma, semicolon, tab and bar. Text without
/// any is left as it is. Errors: as extract_plain_text(). Source: RFC 4180.
[[nodiscard]] Extraction extract_table(std::string_view bytes, Separator separator);

} // namespace sotto::extract
