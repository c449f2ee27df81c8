#include "storage/search/snippet.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <vector>

namespace sotto::storage {
namespace {

constexpr std::int64_t kMaxCharacters = 160;
constexpr std::int64_t kCharactersBefore = 40;
constexpr std::int64_t kMaxWordCharacters = 20; // how far a cut moves to find a space
constexpr std::string_view kEllipsis = "\u2026";

constexpr bool is_space(char byte) {
    return static_cast<unsigned char>(byte) <= 0x20 || byte == 0x7F;
}

struct Match {
    std::size_t begin = 0; // bytes of the plain text
    std::size_t end = 0;
};

struct MarkedText {
    std::string plain;
    std::vector<Match> matches; // in order
};

MarkedText read_marks(std::string_view highlighted) {
    MarkedText text;
    text.plain.reserve(highlighted.size());
    bool is_open = false;
    for (const char byte : highlighted) {
        if (byte == kMatchBegin && !is_open) {
            text.matches.push_back({text.plain.size(), text.plain.size()});
            is_open = true;
        } else if (byte == kMatchEnd && is_open) {
            text.matches.back().end = text.plain.size();
            is_open = false;
        } else if (byte != kMatchBegin && byte != kMatchEnd) {
            text.plain += byte;
        }
    }
    if (is_open) {
        text.matches.back().end = text.plain.size();
    }
    return text;
}

// The first match with the most others close behind it.
std::size_t best_match(const std::vector<Match>& matches) {
    constexpr auto kReachBytes = static_cast<std::size_t>(kMaxCharacters - kCharactersBefore);
    std::size_t best = 0;
    std::size_t highest_count = 0;
    std::size_t last = 0;
    for (std::size_t first = 0; first < matches.size(); ++first) {
        while (last < matches.size() && matches[last].end <= matches[first].begin + kReachBytes) {
            ++last;
        }
        if (last > first && last - first > highest_count) {
            highest_count = last - first;
            best = first;
        }
    }
    return best;
}

// `count` characters before `position`, or the beginning of the text.
std::size_t back(std::string_view text, std::size_t position, std::int64_t count) {
    while (position > 0 && count > 0) {
        --position;
        while (position > 0 && is_continuation_byte(text[position])) {
            --position;
        }
        --count;
    }
    return position;
}

// Each moves a cut to a nearby space, if there is one.
std::size_t begin_of_word(std::string_view text, std::size_t begin, std::size_t limit) {
    if (begin == 0) {
        return 0;
    }
    const std::size_t last = std::min(advance_code_points(text, begin, kMaxWordCharacters), limit);
    for (std::size_t i = begin; i < last; ++i) {
        if (is_space(text[i])) {
            return i + 1;
        }
    }
    return begin;
}

std::size_t end_of_word(std::string_view text, std::size_t end, std::size_t limit) {
    if (end == text.size()) {
        return end;
    }
    const std::size_t first = std::max(back(text, end, kMaxWordCharacters), limit);
    for (std::size_t i = end; i > first; --i) {
        if (is_space(text[i])) {
            return i;
        }
    }
    return end;
}

// Appends text; each run of spaces and control characters becomes one space.
void append_single_line(std::string& line, std::string_view text) {
    for (const char byte : text) {
        if (!is_space(byte)) {
            line += byte;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
}

} // namespace

Snippet make_snippet(std::string_view highlighted, const MatchMarks& marks) {
    const MarkedText text = read_marks(highlighted);
    const std::size_t best = best_match(text.matches);
    const Match match = best < text.matches.size() ? text.matches[best] : Match();
    const std::string_view plain = text.plain;
    const std::size_t begin =
        begin_of_word(plain, back(plain, match.begin, kCharactersBefore), match.begin);
    const std::size_t last = advance_code_points(plain, begin, kMaxCharacters);
    const std::size_t end = end_of_word(plain, last, std::min(match.end, last));
    Snippet snippet{.text = begin > 0 ? std::string(kEllipsis) : "", .first_match = match.begin};
    std::size_t position = begin;
    for (const Match& each : text.matches) {
        if (each.begin < begin || each.begin >= end) {
            continue;
        }
        const std::size_t each_end = std::min(each.end, end);
        append_single_line(snippet.text, plain.substr(position, each.begin - position));
        snippet.text += marks.begin;
        append_single_line(snippet.text, plain.substr(each.begin, each_end - each.begin));
        snippet.text += marks.end;
        position = each_end;
    }
    append_single_line(snippet.text, plain.substr(position, end - position));
    if (snippet.text.ends_with(' ')) {
        snippet.text.pop_back();
    }
    if (end < plain.size()) {
        snippet.text += kEllipsis;
    }
    return snippet;
}

} // namespace sotto::storage
