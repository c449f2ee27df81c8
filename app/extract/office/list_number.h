#pragma once

#include <cstdint>
#include <string>

namespace sotto::extract {

/// How the number of a list item or of a heading is written.
enum class NumberStyle : std::uint8_t {
    none,    ///< not at all
    decimal, ///< 1, 2, 3
    padded,  ///< 01, 02, 03
    upper_roman,
    lower_roman,
    upper_letter, ///< A … Z, AA, BB
    lower_letter,
    ordinal,   ///< 1st, 2nd
    enclosed,  ///< ①
    fullwidth, ///< １
    chinese,   ///< 一 … 九十九
    upper_russian,
    lower_russian,
    hebrew,
};

/// `number` in a style; as digits where the style has no form of it (XLIX is the Roman 49, but
/// there is no Roman 0).
[[nodiscard]] std::string number_text(std::int64_t number, NumberStyle style);

} // namespace sotto::extract
