#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// Raised and lowered text and formulas on one line, in a form that search and small models
/// understand. All functions take and return UTF-8 and cannot fail.

/// `raised` behind `before`, the text it is attached to (only its last characters matter):
/// "m" and "2" give "²", "10" and "-4" give "^-4", "x" and "n + 1" give "^(n + 1)". Ordinals
/// ("1st"), signs that are raised anyway ("™") and what stands alone stay as they are.
[[nodiscard]] std::string raised_text(std::string_view before, std::string_view raised);

/// `exponent` of a formula, where every word is a factor and none an ordinal: "^ix", "^(n+1)".
[[nodiscard]] std::string power_text(std::string_view exponent);

/// The same as raised_text() for lowered text: "CO" and "2" give "₂", "x" and "max" give "_max".
[[nodiscard]] std::string lowered_text(std::string_view before, std::string_view lowered);

/// The same within a formula, where every raised text is a power: "x" and "ab" give "x^ab"
/// (raised_text takes it for the end of a word), "a+b" and "2" give "(a+b)²". Returns both.
[[nodiscard]] std::string power_text(std::string_view base, std::string_view exponent);

/// "x" and "2" give "x₂", "x" and "i,j" give "x_(i,j)". Returns both.
[[nodiscard]] std::string index_text(std::string_view base, std::string_view index);

/// "a/b"; what has more than one term is put in brackets: "(a+b)/2".
[[nodiscard]] std::string fraction_text(std::string_view numerator, std::string_view denominator);

/// "√x", "√(x+1)", "∛x", "^(n)√x". `degree`: empty for the square root.
[[nodiscard]] std::string root_text(std::string_view radicand, std::string_view degree = {});

} // namespace sotto::extract
