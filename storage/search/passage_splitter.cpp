#include "storage/search/passage_splitter.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <array>

namespace sotto::storage {
namespace {

// Limits passages of text that is not UTF-8 and may not have a single character.
constexpr std::size_t kMaxPassageBytes = 4 * kMaxPassageCharacters;

// Where a passage may end, from the worst to the best.
enum class Border { none, word, line, sentence, paragraph };

// "。", "！" and "？"
constexpr std::array<std::string_view, 3> kWideSentenceEnds{"\u3002", "\uFF01", "\uFF1F"};

bool ends_sentence(std::string_view before) {
    // A closing quotation mark or bracket may follow the full stop.
    while (before.ends_with('"') || before.ends_with('\'') || before.ends_with(')')) {
        before.remove_suffix(1);
    }
    for (const std::string_view closing : {"\u201D", "\u2019", "\u00BB"}) {
        if (before.ends_with(closing)) {
            before.remove_suffix(closing.size());
        }
    }
    return before.ends_with('.') || before.ends_with('!') || before.ends_with('?');
}

// Between text[end - 1] and text[end]; spaces belong to what precedes them.
Border border_at(std::string_view text, std::size_t end) {
    const std::string_view before = text.substr(0, end);
    if (end < text.size() && text[end] == '\n') {
        return Border::none;
    }
    if (before.ends_with("\n\n")) {
        return Border::paragraph;
    }
    if (std::ranges::any_of(kWideSentenceEnds,
                            [before](std::string_view mark) { return before.ends_with(mark); })) {
        return Border::sentence;
    }
    if (before.ends_with(' ') || before.ends_with('\n')) {
        if (ends_sentence(before.substr(0, end - 1))) {
            return Border::sentence;
        }
        return before.ends_with('\n') ? Border::line : Border::word;
    }
    return Border::none;
}

// The length of the passage at the beginning of a text, in bytes.
std::size_t passage_length(std::string_view text) {
    std::size_t characters = 0;
    std::size_t best = 0;
    Border best_border = Border::none;
    std::size_t end = 0;
    for (; end < std::min(text.size(), kMaxPassageBytes); ++end) {
        if (is_continuation_byte(text[end])) {
            continue;
        }
        if (characters >= kMinPassageCharacters) {
            const Border border = border_at(text, end);
            if (border == Border::paragraph) {
                return end;
            }
            if (border >= best_border) {
                best = end;
                best_border = border;
            }
        }
        if (characters == kMaxPassageCharacters) {
            break;
        }
        ++characters;
    }
    return end == text.size() || best == 0 ? end : best;
}

} // namespace

std::vector<PassageRange> split_into_passages(std::string_view text) {
    std::vector<PassageRange> passages;
    PassageRange next;
    while (next.first_byte < text.size()) {
        next.bytes = passage_length(text.substr(next.first_byte));
        passages.push_back(next);
        next.position += count_code_points(text.substr(next.first_byte, next.bytes));
        next.first_byte += next.bytes;
    }
    return passages;
}

} // namespace sotto::storage
