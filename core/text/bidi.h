#pragma once

#include <string>
#include <string_view>

namespace sotto {

/// A title or file name without the characters that set the direction of text (U+061C, U+200E,
/// U+200F, U+202A to U+202E, U+2066 to U+2069). Unseen, they reorder the text around it: with one,
/// "exe.txt" is shown for "txt.exe". Letters bring their direction along without them.
[[nodiscard]] std::string without_bidi_controls(std::string_view text);

} // namespace sotto
