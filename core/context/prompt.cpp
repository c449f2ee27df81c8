#include "core/context/prompt.h"

#include "core/text/utf8.h"

#include <cstddef>

namespace sotto {

namespace {

constexpr std::size_t kTitleCharacters = 48;
constexpr std::size_t kDocumentMarksBytes = 24; // at most, around title and text

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

} // namespace

SystemText compose_system_text(const ChatPrompt& prompt) {
    SystemText composed{prompt.system, {}};
    std::string& text = composed.text;
    std::size_t size = text.size();
    for (const DocumentText& document : prompt.documents) {
        size += document.title.size() + document.text.size() + kDocumentMarksBytes;
    }
    text.reserve(size);
    for (const DocumentText& document : prompt.documents) {
        if (!text.empty()) {
            text += "\n\n";
        }
        text.append("Document: ").append(document.title).append("\n---\n").append(document.text);
        if (!text.ends_with('\n')) {
            text += '\n';
        }
        text += "---";
        composed.document_ends.push_back(text.size());
    }
    return composed;
}

std::string title_from(std::string_view text) {
    std::string_view line = trimmed(text);
    line = trimmed(line.substr(0, line.find('\n')));
    std::size_t characters = 0;
    std::size_t last_space = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (is_continuation_byte(line[i])) {
            continue;
        }
        if (characters == kTitleCharacters) {
            const std::size_t end = last_space > 0 ? last_space : i;
            return std::string(trimmed(line.substr(0, end))) + "…";
        }
        if (line[i] == ' ') {
            last_space = i;
        }
        ++characters;
    }
    return std::string(line);
}

} // namespace sotto
