#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::extract {

/// Whether `text` is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` with U+FFFD for invalid bytes.
[[nodiscard]] std::string repaired_utf8(std::string_view text);

/// UTF-16 as UTF-8, with U+FFFD for lone surrogates.
[[nodiscard]] std::string to_utf8(std::u16string_view text);

/// A code point in UTF-8; U+FFFD for an invalid one.
[[nodiscard]] std::string to_utf8(char32_t character);

/// Bytes in a named character set as UTF-8; invalid bytes become U+FFFD. Nothing when the name is
/// unknown.
[[nodiscard]] std::optional<std::string> decode(std::string_view bytes, const char* charset);

/// Bytes of a Windows code page (e.g. 932) as UTF-8; Windows 1252 where the number is unknown.
[[nodiscard]] std::string decode_code_page(std::string_view bytes, int code_page);

/// A text file as UTF-8, whatever its encoding: that of its byte order mark, else UTF-8 if it is
/// valid (or ASCII with the escapes of ISO 2022), else UTF-16 or UTF-32 if every second or fourth
/// byte is zero, else what the file declares, else what detection finds. Nothing when it is not
/// text.
[[nodiscard]] std::optional<std::string> decode_text(std::string_view bytes,
                                                     const std::string& declared = {});

} // namespace sotto::extract
