#pragma once

#include "app/extract/protocol/extraction.h"
#include "app/extract/text/text_builder.h"

#include <expected>
#include <string>
#include <string_view>

namespace sotto::extract {

/// The text of an HTML page as its readers see it: without scripts, styles and hidden text, a
/// paragraph for each block, a line for each row of a table with tabs between its cells, lists with
/// their numbers, formulas on one line; headings begin sections. Errors: as extract_plain_text.
[[nodiscard]] Extraction extract_html(std::string_view bytes);
/// The same for XHTML.
[[nodiscard]] Extraction extract_xhtml(std::string_view bytes);

/// The same for a page within a document: appends to `builder` and returns the title, which may be
/// empty. Errors: those of HtmlTree::parse, and unsupported.
[[nodiscard]] std::expected<std::string, Refusal> append_html(std::string_view bytes,
                                                              TextBuilder& builder);

/// Whether text in ASCII or a superset is HTML: it begins with an element of HTML.
[[nodiscard]] bool looks_like_html(std::string_view bytes);

/// XHTML as an HTML parser understands it: "<title/>" becomes "<title></title>", since HTML ignores
/// the slash and would take what follows for the title. In UTF-8 or another superset of ASCII.
[[nodiscard]] std::string with_end_tags(std::string_view xhtml);

} // namespace sotto::extract
