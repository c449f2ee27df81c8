#pragma once

#include "app/extract/protocol/extraction.h"

#include <string>
#include <string_view>

namespace sotto::extract {

/// A text file as it stands, in UTF-8 with line feeds. `charset`: what the file says of itself, or
/// empty. Errors: unsupported (not text), too_large, empty.
[[nodiscard]] Extraction extract_plain_text(std::string_view bytes,
                                            const std::string& charset = {});

/// The same for Markdown, whose headings begin sections. Source: CommonMark, ATX headings.
[[nodiscard]] Extraction extract_markdown(std::string_view bytes);

} // namespace sotto::extract
