#pragma once

#include "app/extract/protocol/extraction.h"
#include "app/extract/text/text_builder.h"

#include <string>
#include <string_view>

namespace sotto::extract {

/// The text of a page as a reader sees it: without scripts and styles, each block on its own,
/// cells of a table parted by tabs; headings begin sections. Errors: as extract_plain_text.
[[nodiscard]] Extraction extract_html(std::string_view bytes);

/// The same for a chapter that is part of a book: adds to `builder`; the result is the title, empty
/// when there is none. Errors: those of HtmlTree::parse, and unsupported.
[[nodiscard]] std::expected<std::string, Refusal> append_html(std::string_view bytes,
                                                              TextBuilder& builder);

/// Whether text without extension is HTML: one of its elements stands at the beginning.
[[nodiscard]] bool looks_like_html(std::string_view bytes);

} // namespace sotto::extract
