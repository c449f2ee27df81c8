#include "app/extract/text/hyphens.h"

#include <algorithm>
#include <array>

namespace sotto::extract {

namespace {

constexpr std::string_view kSoftHyphen = "\u00AD";
constexpr std::size_t kMaxWords = 100'000;

bool is_letter(char byte) {
    const char lower = static_cast<char>(byte | 0x20);
    return (lower >= 'a' && lower <= 'z') || static_cast<unsigned char>(byte) >= 0x80U;
}

// The hyphen at the end of a line; empty when there is none.
std::string_view hyphen_of(std::string_view line) {
    constexpr std::array<std::string_view, 3> kHyphens{"-", "\u2010", kSoftHyphen};
    for (const std::string_view hyphen : kHyphens) {
        if (line.size() > hyphen.size() && line.ends_with(hyphen)) {
            return is_letter(line[line.size() - hyphen.size() - 1]) ? hyphen : std::string_view();
        }
    }
    return {};
}

// Lower-case letters: of ASCII, and whatever may be one in other scripts.
bool begins_lower_case(std::string_view word) {
    const auto first = static_cast<unsigned char>(word.front());
    return (first >= 'a' && first <= 'z') || first >= 0xC3U;
}

// A word as it is looked up: small letters of ASCII, "-" for every hyphen.
std::string key_of(std::string_view word) {
    std::string key;
    while (!word.empty()) {
        if (word.starts_with("\u2010")) {
            key += '-';
            word.remove_prefix(3);
            continue;
        }
        const char byte = word.front();
        key += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
        word.remove_prefix(1);
    }
    return key;
}

// The letters and hyphens at the beginning or end of `text`.
std::string_view first_word(std::string_view text) {
    const auto end =
        std::ranges::find_if_not(text, [](char byte) { return is_letter(byte) || byte == '-'; });
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

std::string_view last_word(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() &&
           (is_letter(text[text.size() - 1 - length]) || text[text.size() - 1 - length] == '-')) {
        ++length;
    }
    return text.substr(text.size() - length);
}

} // namespace

bool is_hyphenated(std::string_view line, std::string_view next) {
    return !next.empty() && !hyphen_of(line).empty() && begins_lower_case(next);
}

std::string_view without_hyphen(std::string_view line) {
    return line.substr(0, line.size() - hyphen_of(line).size());
}

void HyphenatedWords::learn(std::string_view line) {
    const std::string words = key_of(line);
    std::string_view rest = words;
    while (!rest.empty() && words_.size() < kMaxWords) {
        const std::string_view word = first_word(rest);
        const std::size_t hyphen = word.find('-');
        if (hyphen != std::string_view::npos && hyphen > 0 && !word.ends_with('-')) {
            words_.emplace(word);
        }
        rest.remove_prefix(std::max<std::size_t>(word.size(), 1));
    }
}

bool HyphenatedWords::is_written(std::string_view line, std::string_view next) const {
    if (line.ends_with(kSoftHyphen)) {
        return false;
    }
    const std::string first = key_of(line);
    const std::string_view begun = last_word(first);
    const std::string word = std::string(begun) + std::string(first_word(key_of(next)));
    // "state-of-": a short part that is a word of its own was not cut off from a longer one.
    constexpr std::size_t kShort = 3;
    const std::size_t hyphen = begun.substr(0, begun.size() - 1).rfind('-');
    const bool follows_short_part =
        hyphen != std::string_view::npos && hyphen > 0 && begun.size() - hyphen - 2 <= kShort;
    return words_.contains(word) || follows_short_part;
}

} // namespace sotto::extract
