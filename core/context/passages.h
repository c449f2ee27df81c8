#pragma once

#include "core/document.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto {

/// Of some documents the parts that a question is about.
struct FoundParts {
    std::vector<DocumentText> documents; ///< the parts of each, in their order; none = left out
    std::size_t parts = 0;
    std::size_t of_parts = 0; ///< that all documents have
};

/// Chooses paragraphs of documents by the words of a question, those with the most and the rarest
/// first, until `max_bytes` of text are reached; paragraphs without any of the words are not
/// chosen. Linear time in the documents.
[[nodiscard]] FoundParts find_parts(const std::vector<DocumentText>& documents,
                                    std::string_view question, std::size_t max_bytes);

} // namespace sotto
