#include "core/context/prompt.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <format>
#include <set>

namespace sotto {

namespace {

constexpr std::size_t kTitleCharacters = 48;
constexpr std::size_t kTagBytes = 64; // about, around title and text
constexpr std::string_view kTag = "document";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// Where "document" stands behind "<" or "</", in any case and with blanks in between, as a model
// may take it for a tag.
bool is_behind_angle(std::string_view text, std::size_t at) {
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '/' || text[at - 1] == '\t')) {
        --at;
    }
    return at > 0 && text[at - 1] == '<';
}

// The number that follows "document" and a hyphen at `at`; 1 without one.
std::uint64_t number_at(std::string_view text, std::size_t at) {
    std::uint64_t number = 0;
    if (at < text.size() && text[at] == '-') {
        std::from_chars(text.data() + at + 1, text.data() + text.size(), number);
    }
    return std::max<std::uint64_t>(number, 1);
}

// A tag that does not occur in the text: "document", else "document-N" with the lowest free number.
std::string tag_for(std::string_view text) {
    const auto lower = [](char byte) {
        return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
    };
    std::set<std::uint64_t> used;
    std::size_t at = 0;
    for (;;) {
        const auto found = std::ranges::search(text.substr(at), kTag, {}, lower);
        if (found.empty()) {
            break;
        }
        const auto begin = static_cast<std::size_t>(found.begin() - text.begin());
        at = begin + kTag.size();
        if (is_behind_angle(text, begin)) {
            used.insert(number_at(text, at));
        }
    }
    std::uint64_t number = 1;
    while (used.contains(number)) {
        ++number;
    }
    return number == 1 ? std::string(kTag) : std::format("{}-{}", kTag, number);
}

// Three hyphens, and one more than any line of the text that has only hyphens.
std::string line_for(std::string_view text) {
    std::size_t longest = 2;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = trimmed(text.substr(begin, end - begin));
        if (line.find_first_not_of('-') == line.npos) {
            longest = std::max(longest, line.size());
        }
        begin = end + 1;
    }
    return std::string(longest + 1, '-');
}

std::string on_one_line(std::string_view title) {
    std::string text(title);
    std::ranges::replace_if(
        text, [](char byte) { return static_cast<unsigned char>(byte) < 0x20U || byte == 0x7F; },
        ' ');
    return text;
}

// A title within quotation marks.
std::string quotable(std::string_view title) {
    std::string text = on_one_line(title);
    std::ranges::replace_if(
        text, [](char byte) { return byte == '"' || byte == '<' || byte == '>'; }, '\'');
    return text;
}

} // namespace

DocumentMessage compose_document_message(const std::vector<DocumentText>& documents) {
    DocumentMessage made;
    std::string& text = made.text;
    std::size_t size = 0;
    for (const DocumentText& document : documents) {
        size += document.title.size() + document.text.size() + kTagBytes;
    }
    text.reserve(size);
    for (const DocumentText& document : documents) {
        if (!text.empty()) {
            text += "\n\n";
        }
        const std::string tag = tag_for(document.text);
        text.append("<").append(tag).append(" title=\"").append(quotable(document.title));
        text.append("\">\n").append(document.text);
        if (!text.ends_with('\n')) {
            text += '\n';
        }
        text.append("</").append(tag).append(">");
        made.document_ends.push_back(text.size());
    }
    return made;
}

DocumentMessage compose_system_message(const ChatPrompt& prompt) {
    DocumentMessage composed{prompt.system, {}};
    std::string& text = composed.text;
    for (const DocumentText& document : prompt.documents) {
        if (!text.empty()) {
            text += "\n\n";
        }
        const std::string line = line_for(document.text);
        text.append("Document: ").append(on_one_line(document.title)).append("\n");
        text.append(line).append("\n").append(document.text);
        if (!text.ends_with('\n')) {
            text += '\n';
        }
        text += line;
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
