#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// Guesses of what bytes without a mark are written in. Each looks at the first MiB only.

/// UTF-16 or UTF-32, by ICU's name; nullptr when the bytes are neither. (In most languages one byte
/// of each unit is zero, in others those of spaces and digits.)
[[nodiscard]] const char* wide_charset(std::string_view bytes);

/// Whether the bytes are a mainframe's: small letters and spaces lie where other sets have signs
/// and rare letters. Source: IBM's code page 37.
[[nodiscard]] bool looks_like_ebcdic(std::string_view bytes);

/// uchardet's guess, by its name; empty when it has none.
[[nodiscard]] std::string guess_by_letters(std::string_view bytes);

/// The set of bytes that are neither Unicode nor a mainframe's; empty when nobody knows.
[[nodiscard]] std::string guess_charset(std::string_view bytes);

/// `charset`, a set of Latin letters, or that of DOS or of old Macs with which the bytes make
/// better words: letters within words, and small ones after small ones.
[[nodiscard]] std::string latin_variant(std::string_view bytes, const std::string& charset);

} // namespace sotto::extract
