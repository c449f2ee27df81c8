#pragma once

#include "core/citations/citations.h"
#include "core/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::app {

/// A citation with the title of its document.
struct TitledCitation {
    Citation citation;
    std::string document;
};

/// The passages of the documents that an answer comes from; empty when none are found.
[[nodiscard]] std::vector<TitledCitation> cite(const std::vector<DocumentText>& documents,
                                               std::string_view answer);

/// The same with an existing index.
[[nodiscard]] std::vector<TitledCitation> cite(const CitationIndex& index, std::string_view answer);

/// The list for a person, numbered, each passage once: "1. notes.txt, p. 2: “…”".
[[nodiscard]] std::vector<std::string> citation_lines(const std::vector<TitledCitation>& citations);

} // namespace sotto::app
