#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sotto {

/// What some bytes begin with.
enum class Utf8Kind {
    character,  ///< a whole character
    unfinished, ///< a character that is cut off by the end of the bytes
    broken,     ///< bytes that are no character, whatever follows
};

struct Utf8Step {
    Utf8Kind kind;
    std::size_t length; ///< bytes; 1 or more
};

/// The first character of `bytes`, which must not be empty. Broken bytes are returned as a maximal
/// subpart, which becomes one U+FFFD.
/// Source: The Unicode Standard, section 3.9, table 3-7 and "maximal subpart".
[[nodiscard]] Utf8Step next_utf8(std::string_view bytes);

/// The length of the longest prefix of `bytes` that is valid UTF-8.
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view bytes);

/// Whether a byte continues a character (10xxxxxx) and does not begin one.
[[nodiscard]] constexpr bool is_continuation_byte(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Unicode code points of a text. In bytes that are not UTF-8, each one that is no continuation
/// byte counts.
[[nodiscard]] std::int64_t count_code_points(std::string_view text);

/// The byte that is `count` code points after byte `at`; the end of the text where it has fewer.
[[nodiscard]] std::size_t advance_code_points(std::string_view text, std::size_t at,
                                              std::int64_t count);

/// The last place at or before byte `at` where a text may be cut without splitting a character. In
/// bytes that are not UTF-8 it is at most three bytes before `at`.
[[nodiscard]] std::size_t floor_char_boundary(std::string_view text, std::size_t at);

/// Appends a code point. `code`: at most U+10FFFF and no surrogate.
void append_utf8(std::string& text, char32_t code);

/// U+FFFD in UTF-8.
inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

} // namespace sotto
