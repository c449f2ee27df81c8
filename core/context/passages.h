#pragma once

#include "core/document.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto {

/// The parts of some documents that match a question.
struct FoundParts {
    std::vector<DocumentText>
        documents; ///< with their parts, in order; without those that have none
    std::size_t parts = 0;
    std::size_t total_parts = 0; ///< of all documents
};

/// Selects paragraphs by the words of a question, those with the most and the rarest words first,
/// up to `max_bytes` of text. Paragraphs without any of the words are not selected. Linear time in
/// the documents.
[[nodiscard]] FoundParts find_parts(const std::vector<DocumentText>& documents,
                                    std::string_view question, std::size_t max_bytes);

} // namespace sotto
