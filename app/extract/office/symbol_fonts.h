#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// Whether a font shows signs in the place of letters: Symbol, Wingdings, Wingdings 2 and 3,
/// Webdings. Without regard to ASCII case.
[[nodiscard]] bool is_symbol_font(std::string_view font);

/// The character in Unicode that looks as `code` does in `font`: U+2265 for 0xB3 or U+F0B3 of
/// Symbol. U+FFFD for a sign that is not known; characters of other fonts are themselves.
/// Source: Adobe's encoding of Symbol; Unicode 7.0 (Wingdings and Webdings).
[[nodiscard]] char32_t sign_of(std::string_view font, char32_t code);

/// The same for a whole text in UTF-8. Where a font for signs is named beside that for letters,
/// characters from U+F000 to U+F0FF are its signs.
[[nodiscard]] std::string text_of_signs(std::string_view font, std::string_view text,
                                        std::string_view sign_font = {});

} // namespace sotto::extract
