#pragma once

#include "app/cli/command_context.h"
#include "core/citations/citations.h"
#include "core/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::app {

/// Whether an answer about documents is followed by where it was read.
enum class CitationList { shown, hidden };

/// A citation with the title of its document.
struct TitledCitation {
    Citation citation;
    std::string document;
};

/// Where in the documents an answer was read; nothing when nothing is found.
[[nodiscard]] std::vector<TitledCitation> cite(const std::vector<DocumentText>& documents,
                                               std::string_view answer);

/// The same of an index that was made before.
[[nodiscard]] std::vector<TitledCitation> cite(const CitationIndex& index, std::string_view answer);

/// The lines of the list for a person, numbered, each place once: "1. notes.txt, p. 2: “…”".
[[nodiscard]] std::vector<std::string> citation_lines(const std::vector<TitledCitation>& citations);

/// Prints the list on standard error, so that standard output is the answer alone.
void show_citations(CommandContext& context, const std::vector<TitledCitation>& citations);

} // namespace sotto::app
