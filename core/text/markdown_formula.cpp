#include "core/text/markdown_formula.h"

#include <algorithm>
#include <cctype>

namespace sotto {

namespace {

bool is_space(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

bool is_letter(char character) {
    return std::isalpha(static_cast<unsigned char>(character)) != 0;
}

/// The end of a formula that `close` ends, from `begin` on; 0 = it is not closed. A backslash takes
/// the next character with it.
std::size_t find_close(std::string_view text, std::size_t begin, std::string_view close) {
    for (std::size_t at = begin; at < text.size(); ++at) {
        if (text[at] == '`') {
            return 0;
        }
        if (text.substr(at).starts_with(close)) {
            return at > begin ? at + close.size() : 0;
        }
        at += text[at] == '\\' ? 1 : 0;
    }
    return 0;
}

/// Whether a text that begins with a digit goes on with words, as an amount in a sentence does.
bool is_amount(std::string_view content) {
    if (!is_digit(content.front())) {
        return false;
    }
    for (std::size_t at = 1; at + 1 < content.size(); ++at) {
        if (is_space(content[at - 1]) && is_letter(content[at]) && is_letter(content[at + 1])) {
            return true;
        }
    }
    return false;
}

std::size_t dollar_size(std::string_view text, std::size_t at, TableRow row) {
    const std::size_t begin = at + 1;
    if (begin >= text.size() || is_space(text[begin]) || text[begin] == '$') {
        return 0;
    }
    for (std::size_t end = begin + 1; end < text.size(); ++end) {
        const char character = text[end];
        if (character == '\n' || character == '`' || (row == TableRow::yes && character == '|')) {
            return 0;
        }
        if (character == '\\') {
            ++end;
        } else if (character == '$') {
            const bool ends =
                !is_space(text[end - 1]) && (end + 1 == text.size() || !is_digit(text[end + 1]));
            const std::string_view content = text.substr(begin, end - begin);
            const bool is_formula = ends && !is_amount(content) && !content.contains("**");
            return is_formula ? end + 1 - at : 0;
        }
    }
    return 0;
}

} // namespace

std::size_t formula_size(std::string_view paragraph, std::size_t at, TableRow row) {
    const std::string_view rest = paragraph.substr(at);
    if (rest.starts_with("$$")) {
        const std::size_t end = find_close(paragraph, at + 2, "$$");
        return end == 0 ? 0 : end - at;
    }
    if (rest.starts_with('$')) {
        return dollar_size(paragraph, at, row);
    }
    if (!rest.starts_with("\\(") && !rest.starts_with("\\[")) {
        return 0;
    }
    // "a\[0\]" is a bracket that someone escaped.
    const char before = at > 0 ? paragraph[at - 1] : ' ';
    if (is_digit(before) || is_letter(before) || before == '_' || before == ']') {
        return 0;
    }
    const std::size_t end = find_close(paragraph, at + 2, rest[1] == '(' ? "\\)" : "\\]");
    return end == 0 ? 0 : end - at;
}

} // namespace sotto
