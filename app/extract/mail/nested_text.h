#pragma once

#include "app/extract/protocol/extraction.h"
#include "app/extract/text/text_builder.h"

#include <string_view>

namespace sotto::extract {

/// Appends the text of a document that is within another, with its marks and notes.
void append_text(TextBuilder& builder, const ExtractedText& extracted);

/// The number of words, not counting addresses of web pages: which of two texts says more.
[[nodiscard]] std::size_t count_words(std::string_view text);

} // namespace sotto::extract
