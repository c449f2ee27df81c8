#include "app/extract/text/page_text.h"

#include "app/extract/text/right_to_left.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

namespace sotto::extract {

namespace {

// In line heights.
constexpr double kSameLine = 0.5;     ///< distance between the middles of two words of a line
constexpr double kWordGap = 0.1;      ///< a smaller gap is not a space
constexpr double kParagraphGap = 0.7; ///< of empty paper between two lines

enum class Step : std::uint8_t { same_word, same_line, next_line, next_paragraph };

double height_of(const PlacedWord& word) {
    return std::max(word.across.end - word.across.begin, 1.0);
}

double middle_of(const PlacedWord& word) {
    return (word.across.begin + word.across.end) / 2;
}

Step step_between(const PlacedWord& last, const PlacedWord& next) {
    const double height = std::max(height_of(last), height_of(next));
    if (last.rotation != next.rotation) {
        return Step::next_paragraph;
    }
    const bool is_same_line = std::abs(middle_of(next) - middle_of(last)) < kSameLine * height &&
                              next.along.begin >= last.along.begin;
    if (is_same_line) {
        const bool touches = next.along.begin - last.along.end < kWordGap * height;
        return touches && !last.has_space_after ? Step::same_word : Step::same_line;
    }
    return next.across.begin - last.across.end > kParagraphGap * height ? Step::next_paragraph
                                                                        : Step::next_line;
}

// The hyphen at the end of a word; empty when there is none.
std::string_view hyphen_of(std::string_view word) {
    constexpr std::array<std::string_view, 3> kHyphens{"-", "\u2010", "\u00AD"};
    for (const std::string_view hyphen : kHyphens) {
        if (word.size() > hyphen.size() && word.ends_with(hyphen)) {
            const auto before = static_cast<unsigned char>(word[word.size() - hyphen.size() - 1]);
            const bool follows_letter = before >= 0x80U || (before | 0x20U) - 'a' < 26U;
            return follows_letter ? hyphen : std::string_view();
        }
    }
    return {};
}

// Lower-case letters: of ASCII, and whatever may be one in other scripts.
bool begins_lower_case(std::string_view word) {
    const auto first = static_cast<unsigned char>(word.front());
    return (first >= 'a' && first <= 'z') || first >= 0xC3U;
}

} // namespace

void append_page(const std::vector<PlacedWord>& words, TextBuilder& builder) {
    std::string line; // in visual order
    for (std::size_t i = 0; i < words.size(); ++i) {
        line += words[i].text;
        const Step step =
            i + 1 < words.size() ? step_between(words[i], words[i + 1]) : Step::next_paragraph;
        if (step == Step::same_word) {
            continue;
        }
        if (step == Step::same_line) {
            line += ' ';
            continue;
        }
        const bool is_right_to_left = has_right_to_left(line);
        const std::string_view hyphen =
            step == Step::next_line && !is_right_to_left ? hyphen_of(line) : std::string_view();
        if (!hyphen.empty() && begins_lower_case(words[i + 1].text)) {
            builder.flow(std::string_view(line).substr(0, line.size() - hyphen.size()));
        } else {
            builder.flow(is_right_to_left ? logical_order(line) : line);
            step == Step::next_line ? builder.end_line() : builder.end_paragraph();
        }
        line.clear();
    }
}

std::string without_ligatures(std::string text) {
    constexpr std::array kLigatures{
        std::pair{"\uFB00", "ff"},  std::pair{"\uFB01", "fi"},  std::pair{"\uFB02", "fl"},
        std::pair{"\uFB03", "ffi"}, std::pair{"\uFB04", "ffl"}, std::pair{"\uFB05", "st"},
        std::pair{"\uFB06", "st"},
    };
    if (!text.contains("\xEF\xAC")) {
        return text;
    }
    for (const auto& [ligature, letters] : kLigatures) {
        const std::string_view sign = ligature;
        for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at)) {
            text.replace(at, sign.size(), letters);
        }
    }
    return text;
}

} // namespace sotto::extract
