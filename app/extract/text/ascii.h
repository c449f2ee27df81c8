#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace sotto::extract {

/// Whether `byte` is an ASCII letter, whatever the locale.
[[nodiscard]] constexpr bool is_ascii_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

[[nodiscard]] constexpr char to_lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

[[nodiscard]] inline std::string to_lower(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char byte) { return to_lower(byte); });
    return lower;
}

/// Whether two texts are equal without regard to ASCII case.
[[nodiscard]] constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return to_lower(x) == to_lower(y); });
}

} // namespace sotto::extract
