#include "app/json/citation_list.h"

#include "core/text/utf8.h"

#include <cstddef>
#include <cstdint>
#include <format>
#include <set>
#include <utility>

namespace sotto::app {

namespace {

constexpr std::size_t kMaxCharacters = 100; // of a passage

// The beginning of a text on one line, with "…" if it is cut.
std::string shortened(std::string_view text) {
    std::string line;
    std::size_t characters = 0;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (!is_continuation_byte(character) && ++characters > kMaxCharacters) {
            return line + "…";
        }
        const bool is_space = character == ' ' || (byte >= '\t' && byte <= '\r');
        if (!is_space) {
            line += character;
        } else if (!line.ends_with(' ')) {
            line += ' ';
        }
    }
    return line;
}

} // namespace

std::vector<TitledCitation> cite(const std::vector<DocumentText>& documents,
                                 std::string_view answer) {
    return cite(CitationIndex(documents), answer);
}

std::vector<TitledCitation> cite(const CitationIndex& index, std::string_view answer) {
    std::vector<TitledCitation> titled;
    for (Citation& citation : index.find(answer)) {
        std::string title = index.documents()[citation.document].title;
        titled.push_back({std::move(citation), std::move(title)});
    }
    return titled;
}

std::vector<std::string> citation_lines(const std::vector<TitledCitation>& citations) {
    std::vector<std::string> lines;
    std::set<std::pair<std::size_t, std::int64_t>> listed;
    for (const auto& [citation, document] : citations) {
        if (listed.emplace(citation.document, citation.offset).second) {
            lines.push_back(std::format("{}. {}{}{}: “{}”", lines.size() + 1, document,
                                        citation.location.empty() ? "" : ", ", citation.location,
                                        shortened(citation.text)));
        }
    }
    return lines;
}

} // namespace sotto::app
