#include "app/extract/markup/math_terms.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace sotto::extract {

namespace {

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

// Whether a piece ends, or begins, with what could be multiplied.
bool is_operand_end(MathKind kind) {
    return kind >= MathKind::close;
}
bool is_operand_begin(MathKind kind) {
    return kind == MathKind::open || kind >= MathKind::term;
}

bool needs_space(const MathTerm& before, const MathTerm& next) {
    if (!is_operand_begin(next.first) || next.first == MathKind::open) {
        return false;
    }
    const bool ends_word = before.last == MathKind::word || before.last == MathKind::script;
    const bool begins_word = next.first == MathKind::word && is_operand_end(before.last) &&
                             before.last != MathKind::close;
    const bool are_numbers =
        !before.text.empty() && is_digit(before.text.back()) && is_digit(next.text.front());
    return ends_word || begins_word || are_numbers;
}

struct Accent {
    std::string_view sign;
    std::string_view name;
    std::string_view combining;
};

constexpr std::array kAccents{
    Accent{"^", "hat", "\u0302"},        Accent{"\u02C6", "hat", "\u0302"},
    Accent{"\u0302", "hat", "\u0302"},   Accent{"~", "tilde", "\u0303"},
    Accent{"\u02DC", "tilde", "\u0303"}, Accent{"\u223C", "tilde", "\u0303"},
    Accent{"\u0303", "tilde", "\u0303"}, Accent{"\u00AF", "bar", "\u0304"},
    Accent{"\u203E", "bar", "\u0304"},   Accent{"\u0305", "bar", "\u0304"},
    Accent{"\u0304", "bar", "\u0304"},   Accent{"_", "bar", "\u0304"},
    Accent{"\u2015", "bar", "\u0304"},   Accent{"\u02D9", "dot", "\u0307"},
    Accent{"\u0307", "dot", "\u0307"},   Accent{"\u00A8", "ddot", "\u0308"},
    Accent{"\u0308", "ddot", "\u0308"},  Accent{"\u2192", "vec", "\u20D7"},
    Accent{"\u20D7", "vec", "\u20D7"},   Accent{"\u21C0", "vec", "\u20D7"},
    Accent{"\u02C7", "check", "\u030C"}, Accent{"\u030C", "check", "\u030C"},
    Accent{"\u02D8", "breve", "\u0306"}, Accent{"\u0306", "breve", "\u0306"},
};

const Accent* accent_of(std::string_view sign) {
    const auto* const found = std::ranges::find(kAccents, sign, &Accent::sign);
    return found == kAccents.end() ? nullptr : found;
}

} // namespace

MathTerm joined_terms(const std::vector<MathTerm>& terms) {
    std::vector<const MathTerm*> shown;
    for (const MathTerm& term : terms) {
        if (!term.text.empty()) {
            shown.push_back(&term);
        }
    }
    if (shown.size() == 1) {
        return *shown.front();
    }
    MathTerm whole;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        MathTerm term = *shown[i];
        const bool is_multiplied =
            (i > 0 && is_operand_end(whole.last) && whole.last != MathKind::number) ||
            (i + 1 < shown.size() && is_operand_begin(shown[i + 1]->first));
        if (term.first == MathKind::fraction && term.last == MathKind::fraction && is_multiplied) {
            term.text = "(" + term.text + ")";
            term.first = MathKind::open;
            term.last = MathKind::close;
        }
        // (A number before a fraction is a mixed one: 2 1/2.)
        const bool is_mixed = term.first == MathKind::fraction && whole.last == MathKind::number;
        whole.text += needs_space(whole, term) || is_mixed ? " " : "";
        whole.text += term.text;
        whole.first = i == 0 ? term.first : whole.first;
        whole.last = term.last;
    }
    return whole;
}

MathTerm sign_term(std::string sign) {
    constexpr std::array<std::string_view, 5> kUnseen{"\u2061", "\u2062", "\u2064", "\u200B",
                                                      "\u2060"};
    constexpr std::array<std::string_view, 7> kOpening{"(",      "[",      "{",     "\u27E8",
                                                       "\u230A", "\u2308", "\u2329"};
    constexpr std::array<std::string_view, 7> kClosing{")",      "]",      "}",     "\u27E9",
                                                       "\u230B", "\u2309", "\u232A"};
    if (std::ranges::contains(kUnseen, sign)) {
        return {};
    }
    if (sign == "\u2063") {
        return {",", MathKind::sign};
    }
    const MathKind kind =
        std::ranges::contains(kOpening, sign)   ? MathKind::open
        : std::ranges::contains(kClosing, sign) ? MathKind::close
        : sign.size() > 1 &&
                std::ranges::all_of(sign, [](char byte) { return byte >= 'A' && byte <= 'z'; })
            ? MathKind::word // lim, max
            : MathKind::sign;
    return {std::move(sign), kind};
}

std::string_view accent_name(std::string_view accent) {
    const Accent* const known = accent_of(accent);
    return known == nullptr ? std::string_view() : known->name;
}

bool is_brace(std::string_view accent) {
    constexpr std::array<std::string_view, 10> kBraces{"\u23DE", "\u23DF", "\uFE37", "\uFE38",
                                                       "\u23B4", "\u23B5", "\u0332", "\u23DC",
                                                       "\u23DD", "\u005F"};
    return std::ranges::contains(kBraces, accent);
}

std::string accented_text(std::string_view base, std::string_view accent) {
    const Accent* const known = accent_of(accent);
    if (known == nullptr) {
        return std::string(base);
    }
    return count_code_points(base) == 1 ? std::string(base) + std::string(known->combining)
                                        : std::string(known->name) + "(" + std::string(base) + ")";
}

std::string raised_digits(std::string_view digits) {
    constexpr std::array<std::string_view, 10> kRaised{"⁰", "¹", "²", "³", "⁴",
                                                       "⁵", "⁶", "⁷", "⁸", "⁹"};
    if (!std::ranges::all_of(digits, is_digit)) {
        return std::string(digits);
    }
    std::string raised;
    for (const char digit : digits) {
        raised += kRaised.at(static_cast<std::size_t>(digit - '0'));
    }
    return raised;
}

} // namespace sotto::extract
