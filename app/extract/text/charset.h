#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::extract {

/// Whether `text` is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` with U+FFFD for what is no UTF-8.
[[nodiscard]] std::string repaired_utf8(std::string_view text);

/// UTF-16 as UTF-8, with U+FFFD for halves of characters.
[[nodiscard]] std::string to_utf8(std::u16string_view text);

/// A code point in UTF-8; U+FFFD for what is none.
[[nodiscard]] std::string to_utf8(char32_t character);

/// Bytes in a named character set as UTF-8; what does not belong to the set becomes U+FFFD.
/// Nothing when nobody knows the name.
[[nodiscard]] std::optional<std::string> decode(std::string_view bytes, const char* charset);

/// Bytes of a Windows code page (e.g. 932) as UTF-8; Windows 1252 where the number is unknown.
[[nodiscard]] std::string decode_code_page(std::string_view bytes, int code_page);

/// A text file as UTF-8, whatever it is written in: a byte order mark decides, then whether it is
/// UTF-8 (or ASCII with the escapes of ISO 2022), then zero bytes at every second or fourth place
/// (UTF-16, UTF-32), then what the file declares, then a guess from how often each byte occurs.
/// Nothing when it is not text.
[[nodiscard]] std::optional<std::string> decode_text(std::string_view bytes,
                                                     const std::string& declared = {});

} // namespace sotto::extract
