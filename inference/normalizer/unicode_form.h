#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sotto::inference {

/// Unicode's normalization forms.
enum class UnicodeForm { nfc, nfd, nfkc, nfkd };

/// The text in a normalization form; nothing when it is in that form already, as most texts are.
/// Bytes that are not UTF-8 stay as they are.
[[nodiscard]] std::optional<std::string> to_form(std::string_view text, UnicodeForm form);

/// The text in lower case, each character by itself; nothing when it is already.
[[nodiscard]] std::optional<std::string> to_lower_case(std::string_view text);

/// The bytes of the white space (Unicode's property) that a text begins with.
[[nodiscard]] std::size_t leading_space(std::string_view text);
/// The bytes of the white space that it ends with.
[[nodiscard]] std::size_t trailing_space(std::string_view text);

/// Whether a text begins with a letter, mark, digit or connector such as "_": what regular
/// expressions call a word character. Source: Unicode Technical Standard #18, annex C.
[[nodiscard]] bool begins_with_word(std::string_view text);
/// Whether it ends with one.
[[nodiscard]] bool ends_with_word(std::string_view text);

} // namespace sotto::inference
