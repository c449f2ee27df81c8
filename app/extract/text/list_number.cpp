#include "app/extract/text/list_number.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace sotto::extract {

namespace {

// a, b, …, z, aa, ab, …
std::string letters_of(int number, char first) {
    std::string letters;
    for (int rest = number; rest > 0; rest = (rest - 1) / 26) {
        letters += static_cast<char>(first + (rest - 1) % 26);
    }
    std::ranges::reverse(letters);
    return letters;
}

std::string roman_of(int number) {
    constexpr std::array kDigits{std::pair{1000, "m"}, std::pair{900, "cm"}, std::pair{500, "d"},
                                 std::pair{400, "cd"}, std::pair{100, "c"},  std::pair{90, "xc"},
                                 std::pair{50, "l"},   std::pair{40, "xl"},  std::pair{10, "x"},
                                 std::pair{9, "ix"},   std::pair{5, "v"},    std::pair{4, "iv"},
                                 std::pair{1, "i"}};
    std::string roman;
    for (const auto& [value, digit] : kDigits) {
        for (; number >= value; number -= value) {
            roman += digit;
        }
    }
    return roman;
}

std::string greek_of(int number) {
    constexpr std::array<std::string_view, 24> kLetters{"α", "β", "γ", "δ", "ε", "ζ", "η", "θ",
                                                        "ι", "κ", "λ", "μ", "ν", "ξ", "ο", "π",
                                                        "ρ", "σ", "τ", "υ", "φ", "χ", "ψ", "ω"};
    return number <= 24 ? std::string(kLetters.at(static_cast<std::size_t>(number - 1)))
                        : std::to_string(number);
}

std::string in_capitals(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char letter) { return static_cast<char>(letter - 'a' + 'A'); });
    return text;
}

} // namespace

std::string list_number(int number, ListNumbering numbering) {
    constexpr int kLastRoman = 3999;
    switch (numbering) {
    case ListNumbering::none:
    case ListNumbering::bullet:
        return {};
    case ListNumbering::decimal_zero:
        return (number >= 0 && number < 10 ? "0" : "") + std::to_string(number);
    case ListNumbering::lower_letter:
    case ListNumbering::upper_letter:
        if (number > 0) {
            return letters_of(number, numbering == ListNumbering::lower_letter ? 'a' : 'A');
        }
        break;
    case ListNumbering::lower_roman:
    case ListNumbering::upper_roman:
        if (number > 0 && number <= kLastRoman) {
            return numbering == ListNumbering::lower_roman ? roman_of(number)
                                                           : in_capitals(roman_of(number));
        }
        break;
    case ListNumbering::lower_greek:
        if (number > 0) {
            return greek_of(number);
        }
        break;
    case ListNumbering::decimal:
        break;
    }
    return std::to_string(number);
}

} // namespace sotto::extract
