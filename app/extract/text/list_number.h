#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sotto::extract {

/// How the items of a list are counted.
enum class ListNumbering : std::uint8_t {
    none,         ///< not shown
    bullet,       ///< "-"
    decimal,      ///< 1, 2, 3
    decimal_zero, ///< 01, 02
    lower_letter,
    upper_letter,
    lower_roman,
    upper_roman,
    lower_greek,
};

/// A number as a list shows it, without a full stop: "3", "c", "iii". Numbers that letters or Roman
/// digits cannot write are written in digits. Empty for lists without numbers.
[[nodiscard]] std::string list_number(int number, ListNumbering numbering);

} // namespace sotto::extract
