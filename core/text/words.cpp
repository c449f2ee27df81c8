#include "core/text/words.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace sotto {

namespace {

struct Character {
    char32_t code = 0; // U+FFFD for invalid bytes
    std::size_t bytes = 1;
};

constexpr char32_t kNoCharacter = 0xFFFD;

// Overlong forms and surrogates are accepted: they only separate words.
Character character_at(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80U) {
        return {first, 1};
    }
    const std::size_t bytes = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
    if (first < 0xC2U || first > 0xF4U || at + bytes > text.size()) {
        return {kNoCharacter, 1};
    }
    char32_t code = first & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!is_continuation_byte(text[at + i])) {
            return {kNoCharacter, 1};
        }
        code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    return {code, bytes};
}

struct Range {
    char32_t first = 0;
    char32_t last = 0;
};

bool is_in(char32_t code, std::span<const Range> ranges) {
    return std::ranges::any_of(
        ranges, [code](const Range& range) { return code >= range.first && code <= range.last; });
}

bool is_digit(char32_t code) {
    return code >= U'0' && code <= U'9';
}

bool is_ideograph(char32_t code) {
    constexpr std::array kIdeographs{
        Range{0x3041, 0x30FF}, // kana: Japanese has no spaces between words
        Range{0x3400, 0x4DBF}, Range{0x4E00, 0x9FFF}, Range{0xF900, 0xFAFF},
        Range{0x20000, 0x3FFFF}};
    return is_in(code, kIdeographs);
}

// Combining accents, soft hyphens and joiners, which do not end a word.
bool is_mark(char32_t code) {
    return (code >= 0x0300 && code <= 0x036F) || code == 0x00AD || code == 0x200C || code == 0x200D;
}

bool is_word_character(char32_t code) {
    if (code < 0x80) {
        return is_digit(code) || (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z');
    }
    // Above ASCII, everything except spaces, punctuation and symbols.
    constexpr std::array kOthers{
        Range{0x0080, 0x00A9}, Range{0x00AB, 0x00B1}, Range{0x00B6, 0x00B9}, Range{0x00BB, 0x00BF},
        Range{0x00D7, 0x00D7}, Range{0x00F7, 0x00F7}, Range{0x0964, 0x0965}, Range{0x060C, 0x060C},
        Range{0x061B, 0x061F}, Range{0x06D4, 0x06D4}, Range{0x2000, 0x200B}, Range{0x200E, 0x206F},
        Range{0x2190, 0x2BFF}, Range{0x3000, 0x303F}, Range{0xE000, 0xF8FF}, Range{0xFE30, 0xFE6F},
        Range{0xFF00, 0xFF0F}, Range{0xFF1A, 0xFF20}, Range{0xFF3B, 0xFF3F}, Range{0xFF5B, 0xFF65},
        Range{0xFFF0, 0xFFFF}};
    return !is_in(code, kOthers);
}

// Base letters of U+00C0 to U+017F: `letters` up to and including `last`.
struct Base {
    char32_t last = 0;
    std::string_view letters;
};

constexpr std::array kLatinBases{
    Base{0xC5, "a"},  Base{0xC6, "ae"},  Base{0xC7, "c"},   Base{0xCB, "e"},  Base{0xCF, "i"},
    Base{0xD0, "d"},  Base{0xD1, "n"},   Base{0xD8, "o"},   Base{0xDC, "u"},  Base{0xDD, "y"},
    Base{0xDE, "th"}, Base{0xDF, "ss"},  Base{0xE5, "a"},   Base{0xE6, "ae"}, Base{0xE7, "c"},
    Base{0xEB, "e"},  Base{0xEF, "i"},   Base{0xF0, "d"},   Base{0xF1, "n"},  Base{0xF8, "o"},
    Base{0xFC, "u"},  Base{0xFD, "y"},   Base{0xFE, "th"},  Base{0xFF, "y"},  Base{0x105, "a"},
    Base{0x10D, "c"}, Base{0x111, "d"},  Base{0x11B, "e"},  Base{0x123, "g"}, Base{0x127, "h"},
    Base{0x131, "i"}, Base{0x133, "ij"}, Base{0x135, "j"},  Base{0x138, "k"}, Base{0x142, "l"},
    Base{0x14B, "n"}, Base{0x151, "o"},  Base{0x153, "oe"}, Base{0x159, "r"}, Base{0x161, "s"},
    Base{0x167, "t"}, Base{0x173, "u"},  Base{0x175, "w"},  Base{0x178, "y"}, Base{0x17E, "z"},
    Base{0x17F, "s"}};

// Accented Greek vowels and the final sigma, with their base letters.
constexpr std::array<std::pair<char32_t, char32_t>, 16> kGreekBases{{{0x0386, 0x03B1},
                                                                     {0x0388, 0x03B5},
                                                                     {0x0389, 0x03B7},
                                                                     {0x038A, 0x03B9},
                                                                     {0x038C, 0x03BF},
                                                                     {0x038E, 0x03C5},
                                                                     {0x038F, 0x03C9},
                                                                     {0x03AC, 0x03B1},
                                                                     {0x03AD, 0x03B5},
                                                                     {0x03AE, 0x03B7},
                                                                     {0x03AF, 0x03B9},
                                                                     {0x03CC, 0x03BF},
                                                                     {0x03CD, 0x03C5},
                                                                     {0x03CE, 0x03C9},
                                                                     {0x03C2, 0x03C3},
                                                                     {0x0390, 0x03B9}}};

char32_t lower_case(char32_t code) {
    if (code >= U'A' && code <= U'Z') {
        return code + 32;
    }
    if (code >= 0x0391 && code <= 0x03A9) {
        return code + 32;
    }
    if (code >= 0x0410 && code <= 0x042F) {
        return code + 32;
    }
    if (code >= 0x0400 && code <= 0x040F) {
        code += 80;
    }
    if (code == 0x0451) { // ё is often written as е
        return 0x0435;
    }
    const auto* const greek =
        std::ranges::find(kGreekBases, code, &std::pair<char32_t, char32_t>::first);
    return greek == kGreekBases.end() ? code : greek->second;
}

void append_folded(Word& word, char32_t code) {
    if (is_mark(code)) {
        return;
    }
    if (code >= 0xC0 && code <= kLatinBases.back().last) {
        const auto* const base = std::ranges::lower_bound(kLatinBases, code, {}, &Base::last);
        word.folded += base->letters;
        word.letters += base->letters.size();
        return;
    }
    append_utf8(word.folded, lower_case(code));
    ++word.letters;
    word.has_digit = word.has_digit || is_digit(code);
}

bool is_digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && is_digit(static_cast<unsigned char>(text[at]));
}

// Whether a character joins the digits of a number: "3.5", "9:30", "1,234".
bool joins_digits(std::string_view text, std::size_t at) {
    constexpr std::string_view kJoints = ".,:";
    return kJoints.contains(text[at]) && at > 0 && is_digit_at(text, at - 1) &&
           is_digit_at(text, at + 1);
}

bool separates_thousands(std::string_view text, std::size_t at) {
    return text[at] == ',' && is_digit_at(text, at + 1) && is_digit_at(text, at + 2) &&
           is_digit_at(text, at + 3) && !is_digit_at(text, at + 4);
}

} // namespace

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    Word word;
    const auto finish = [&words, &word](std::size_t end) {
        if (!word.folded.empty()) {
            word.end = end;
            words.push_back(std::move(word));
        }
        word = {};
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, bytes] = character_at(text, at);
        const bool begins = word.folded.empty();
        if (is_ideograph(code)) {
            finish(at);
            word.begin = at;
            word.is_ideograph = true;
            append_folded(word, code);
            finish(at + bytes);
        } else if (is_word_character(code) || (!begins && is_mark(code))) {
            word.begin = begins ? at : word.begin;
            append_folded(word, code);
        } else if (!begins && joins_digits(text, at)) {
            word.folded += separates_thousands(text, at) ? "" : std::string(1, text[at]);
        } else {
            finish(at);
        }
        at += bytes;
    }
    finish(text.size());
    return words;
}

} // namespace sotto
