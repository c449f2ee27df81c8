#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace sotto::inference {

/// U+2581, which stands for a space in tokens of characters.
inline constexpr std::string_view kSpaceMark = "\xE2\x96\x81";

/// A token's text with spaces where it has that mark.
[[nodiscard]] inline std::string with_spaces(std::string_view token) {
    std::string text;
    for (std::size_t at = 0; at < token.size();) {
        if (token.substr(at).starts_with(kSpaceMark)) {
            text += ' ';
            at += kSpaceMark.size();
        } else {
            text += token[at++];
        }
    }
    return text;
}

/// The byte that a token such as "<0x0A>" stands for, or nothing.
[[nodiscard]] inline std::optional<char> byte_of_token(std::string_view token) {
    unsigned value = 0;
    if (token.size() != 6 || !token.starts_with("<0x") || token.back() != '>') {
        return std::nullopt;
    }
    const char* const end = token.data() + 5;
    const auto [stop, error] = std::from_chars(token.data() + 3, end, value, 16);
    if (error != std::errc() || stop != end) {
        return std::nullopt;
    }
    return static_cast<char>(value);
}

} // namespace sotto::inference
