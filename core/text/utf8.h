#pragma once

#include <cstddef>
#include <string_view>

namespace sotto {

/// What stands at the beginning of some bytes.
enum class Utf8Kind {
    character,  ///< a whole character
    unfinished, ///< the beginning of a character, cut off by the end of the bytes
    broken,     ///< bytes that can never become a character
};

struct Utf8Step {
    Utf8Kind kind;
    std::size_t length; ///< bytes; 1 or more
};

/// The first character of `bytes`, which must not be empty. Broken bytes are taken in the longest
/// run that begins like a character, so that each run becomes one U+FFFD.
/// Source: The Unicode Standard, section 3.9, table 3-7 and "maximal subpart".
[[nodiscard]] Utf8Step next_utf8(std::string_view bytes);

/// How many bytes at the beginning of `bytes` are whole characters.
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view bytes);

/// U+FFFD in UTF-8.
inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

} // namespace sotto
