#pragma once

#include <string_view>

namespace sotto::extract {

// The control words of RTF. Source: Microsoft, Rich Text Format 1.9.1.

inline constexpr int kWesternCodePage = 1252;

/// Whether a word begins a destination whose text is not part of the document.
[[nodiscard]] bool is_skipped_destination(std::string_view word);

/// Whether a word begins a destination that is read although programs need not know it (\*).
[[nodiscard]] bool is_known_destination(std::string_view word);

/// Whether a word says how characters look that makes them unseen, raised or lowered.
[[nodiscard]] bool is_character_word(std::string_view word);

/// Whether a word begins a header or footer.
[[nodiscard]] bool is_margin_destination(std::string_view word);

/// The code page of a font's character set; `otherwise` for the default one.
[[nodiscard]] int code_page_of(int character_set, int otherwise);

/// The character that a word stands for; empty when there is none.
[[nodiscard]] std::string_view character_of(std::string_view word);

} // namespace sotto::extract
