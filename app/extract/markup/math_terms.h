#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// What a piece of a formula begins and ends with, which decides what may stand right beside it.
enum class MathKind : std::uint8_t {
    none,     ///< nothing to see
    sign,     ///< +, =, a comma
    open,     ///< an opening bracket
    close,    ///< a closing bracket
    term,     ///< a letter
    number,   ///< digits
    word,     ///< "sin", or text
    script,   ///< ends with a power or an index: x_i
    fraction, ///< a/b without brackets around it
};

/// A piece of a formula as text.
struct MathTerm {
    std::string text;
    MathKind first = MathKind::none;
    MathKind last = MathKind::none;

    MathTerm() = default;
    MathTerm(std::string term, MathKind kind)
        : text(std::move(term)), first(text.empty() ? MathKind::none : kind), last(first) {}
};

/// Pieces beside each other as one: with a space where they would run together ("sin x",
/// "x_i y"), fractions in brackets where something is multiplied by them ("(1/2)mv²").
[[nodiscard]] MathTerm joined_terms(const std::vector<MathTerm>& terms);

/// An operator, a bracket or another sign. Signs that are not shown give nothing.
[[nodiscard]] MathTerm sign_term(std::string sign);

/// `base` with `accent` above it: "x̄"; "vec(AB)" for more than one letter.
[[nodiscard]] std::string accented_text(std::string_view base, std::string_view accent);

/// Whether `accent` stands above or below a whole group, as braces do, and says nothing.
[[nodiscard]] bool is_brace(std::string_view accent);

/// The name of an accent: "hat"; empty for other signs.
[[nodiscard]] std::string_view accent_name(std::string_view accent);

/// "¹⁴" for "14"; other texts as they are.
[[nodiscard]] std::string raised_digits(std::string_view digits);

} // namespace sotto::extract
