#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

// Detection of the character set of text without a byte order mark. Each function looks at the
// first MiB only.

/// UTF-16 or UTF-32, by ICU's name; nullptr when the bytes are neither. (In most languages one byte
/// of each unit is zero, in others those of spaces and digits.)
[[nodiscard]] const char* wide_charset(std::string_view bytes);

/// Whether the bytes are EBCDIC, as on mainframes: lower-case letters and spaces are where other
/// character sets have signs and rare letters. Source: IBM's code page 37.
[[nodiscard]] bool looks_like_ebcdic(std::string_view bytes);

/// What uchardet detects, by its name; empty when it detects nothing.
[[nodiscard]] std::string detect_with_uchardet(std::string_view bytes);

/// The character set of bytes that are neither Unicode nor EBCDIC; empty when it is unknown.
[[nodiscard]] std::string detect_charset(std::string_view bytes);

/// `charset`, a Latin character set, or that of DOS or the classic Mac OS if the bytes form better
/// words with it: letters within words, and lower case after lower case.
[[nodiscard]] std::string latin_variant(std::string_view bytes, const std::string& charset);

} // namespace sotto::extract
