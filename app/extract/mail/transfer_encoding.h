#pragma once

#include <string>
#include <string_view>

namespace sotto::extract {

/// Base64 as bytes; other characters are skipped, and padding ends nothing but its group.
/// Source: RFC 2045, section 6.8.
[[nodiscard]] std::string decode_base64(std::string_view text);

/// What an underscore means: a space in header fields (RFC 2047, section 4.2).
enum class Underscore : bool { kept, space };

/// Quoted-printable as bytes. Source: RFC 2045, section 6.7.
[[nodiscard]] std::string decode_quoted_printable(std::string_view text,
                                                  Underscore underscore = Underscore::kept);

/// The bytes of a part with a Content-Transfer-Encoding (lower case): base64, quoted-printable or
/// uuencode; as they are with any other.
[[nodiscard]] std::string decode_transfer(std::string_view bytes, std::string_view encoding);

} // namespace sotto::extract
