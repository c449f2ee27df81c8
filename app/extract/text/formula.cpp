#include "app/extract/text/formula.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace sotto::extract {

namespace {

constexpr std::string_view kMinus = "\xE2\x88\x92";
constexpr std::array<std::string_view, 10> kLoweredDigits{"₀", "₁", "₂", "₃", "₄",
                                                          "₅", "₆", "₇", "₈", "₉"};

bool is_blank(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

// A letter; every character beyond ASCII is taken for one.
bool is_letter(char byte) {
    const char lower = static_cast<char>(byte | 0x20);
    return (lower >= 'a' && lower <= 'z') || static_cast<unsigned char>(byte) >= 0x80U;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

// Whether `text` holds an arrow or an operator beyond ASCII (U+2190 to U+22FF, and some).
bool has_operator(std::string_view text) {
    constexpr std::array<std::string_view, 4> kSigns{"×", "÷", "±", "·"};
    // Of the mathematical operators, those that stand for a value.
    constexpr std::array<std::string_view, 6> kValues{"∞", "∂", "∅", "∇", "√", "∆"};
    if (std::ranges::any_of(kSigns,
                            [text](std::string_view sign) { return text.contains(sign); })) {
        return true;
    }
    constexpr char kFirst = '\xE2';
    for (std::size_t at = 0; at + 2 < text.size(); ++at) {
        const auto second = static_cast<unsigned char>(text[at + 1]);
        const bool is_sign = text[at] == kFirst && second >= 0x86U && second <= 0x8BU;
        if (is_sign && !std::ranges::contains(kValues, text.substr(at, 3))) {
            return true;
        }
    }
    return false;
}

// Whether `text` is one term: a word, a number, either with a sign before it. ("2a" are two: a
// fraction with it below is written as 1/(2a).)
bool is_one_term(std::string_view text) {
    if (text.starts_with(kMinus)) {
        text.remove_prefix(kMinus.size());
    } else if (text.starts_with('-') || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const bool is_product =
        !text.empty() && is_digit(text.front()) && std::ranges::any_of(text, is_letter);
    return !is_product && std::ranges::all_of(text, [](char byte) {
        return is_digit(byte) || is_letter(byte) || byte == '.' || byte == ',';
    }) && !has_operator(text);
}

// Whether `text` already stands in brackets that belong together.
bool is_in_brackets(std::string_view text) {
    if (!text.starts_with('(') || !text.ends_with(')')) {
        return false;
    }
    int depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        depth += text[at] == '(' ? 1 : 0;
        depth -= text[at] == ')' ? 1 : 0;
        if (depth == 0 && at + 1 < text.size()) {
            return false;
        }
    }
    return depth == 0;
}

std::string as_one_term(std::string_view text) {
    return is_one_term(text) || is_in_brackets(text) ? std::string(text)
                                                     : "(" + std::string(text) + ")";
}

// Whether a power of `text` would be taken for one of its last term only: it has a sign between
// its terms, or begins with that of a root.
bool has_terms(std::string_view text) {
    int depth = 0;
    if (text.starts_with("√")) {
        return true;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char byte = text[at];
        depth += byte == '(' || byte == '[' ? 1 : 0;
        depth -= byte == ')' || byte == ']' ? 1 : 0;
        if (depth == 0 &&
            (std::string_view("+-=/ ").contains(byte) || text.substr(at).starts_with(kMinus))) {
            return true;
        }
    }
    return false;
}

// Signs that are raised in every font: primes, the degree sign.
bool is_raised_anyway(std::string_view text) {
    constexpr std::array<std::string_view, 7> kRaised{"\u2032", "\u2033", "\u2034", "\u00B0",
                                                      "'",      "''",     "'''"};
    return std::ranges::contains(kRaised, text);
}

// Whether raised text is the end of an ordinal or of an abbreviation: "1st", "2e", "Mlle".
bool is_word_end(std::string_view before, std::string_view raised) {
    if (!std::ranges::all_of(raised, is_letter)) {
        return false;
    }
    const std::size_t characters = static_cast<std::size_t>(count_code_points(raised));
    if (is_digit(before.back())) {
        return characters > 1 || raised == "e" || raised == "a" || raised == "o" ||
               static_cast<unsigned char>(raised.front()) >= 0x80U;
    }
    // Behind a single small letter it is a power: e^iπ.
    const bool is_variable = before.back() >= 'a' && before.back() <= 'z' &&
                             (before.size() == 1 || !is_letter(before[before.size() - 2]));
    return !is_variable && (characters > 1 || static_cast<unsigned char>(raised.front()) >= 0x80U);
}

// Whether raised or lowered text has nothing that it could be attached to.
bool stands_alone(std::string_view before, std::string_view text) {
    return before.empty() || is_blank(before.back()) || text.empty() ||
           std::ranges::none_of(text, [](char byte) { return is_digit(byte) || is_letter(byte); });
}

} // namespace

std::string raised_text(std::string_view before, std::string_view raised) {
    raised = trim(raised);
    if (stands_alone(before, raised) || is_word_end(before, raised) || raised.starts_with('[')) {
        return std::string(raised);
    }
    if (raised == "2") {
        return "²";
    }
    if (raised == "3") {
        return "³";
    }
    return "^" + as_one_term(raised);
}

std::string power_text(std::string_view exponent) {
    exponent = trim(exponent);
    constexpr std::array<std::string_view, 5> kRaisedAnyway{"", "′", "″", "°", "*"};
    if (std::ranges::contains(kRaisedAnyway, exponent)) {
        return std::string(exponent);
    }
    if (exponent == "2") {
        return "²";
    }
    return exponent == "3" ? "³" : "^" + as_one_term(exponent);
}

std::string lowered_text(std::string_view before, std::string_view lowered) {
    lowered = trim(lowered);
    if (stands_alone(before, lowered)) {
        return std::string(lowered);
    }
    if (!std::ranges::all_of(lowered, is_digit)) {
        return "_" + as_one_term(lowered);
    }
    std::string text;
    for (const char digit : lowered) {
        text += kLoweredDigits.at(static_cast<std::size_t>(digit - '0'));
    }
    return text;
}

std::string power_text(std::string_view base, std::string_view exponent) {
    base = trim(base);
    exponent = trim(exponent);
    const std::string whole = has_terms(base) ? "(" + std::string(base) + ")" : std::string(base);
    if (exponent.empty() || is_raised_anyway(exponent)) {
        return whole + std::string(exponent);
    }
    if (exponent == "\u2218") {
        return whole + "°"; // formulas write degrees with a raised ring
    }
    return whole + (exponent == "2" ? "²" : exponent == "3" ? "³" : "^" + as_one_term(exponent));
}

std::string index_text(std::string_view base, std::string_view index) {
    base = trim(base);
    index = trim(index);
    if (base.empty() || index.empty()) {
        return std::string(base) + std::string(index);
    }
    return std::string(base) + (index.contains(',') && !is_in_brackets(index)
                                    ? "_(" + std::string(index) + ")"
                                    : lowered_text("x", index));
}

std::string fraction_text(std::string_view numerator, std::string_view denominator) {
    return as_one_term(trim(numerator)) + "/" + as_one_term(trim(denominator));
}

std::string root_text(std::string_view radicand, std::string_view degree) {
    const std::string under = as_one_term(trim(radicand));
    degree = trim(degree);
    if (degree.empty() || degree == "2") {
        return "√" + under;
    }
    if (degree == "3") {
        return "∛" + under;
    }
    return degree == "4" ? "∜" + under : "^(" + std::string(degree) + ")√" + under;
}

} // namespace sotto::extract
