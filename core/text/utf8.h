#pragma once

#include <cstddef>
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

/// U+FFFD in UTF-8.
inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

} // namespace sotto
