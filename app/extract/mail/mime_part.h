#pragma once

#include "app/extract/mail/mime_header.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// The deepest nesting of parts, and the most parts of a message.
inline constexpr int kMaxPartDepth = 20;
inline constexpr std::size_t kMaxParts = 10'000;

/// A message, or a part of one. Lifetime: the bytes it was parsed from outlive it.
struct MimePart {
    std::vector<HeaderField> fields;
    std::string type;                    ///< lower case; "text/plain" where there is none
    std::vector<HeaderField> parameters; ///< of the type
    std::string encoding;                ///< lower case: "base64"
    bool is_attachment = false;          ///< meant to be saved, not shown
    std::string file_name;               ///< UTF-8; may be empty
    std::string_view body;               ///< encoded
    std::vector<MimePart> parts = {};    // NOLINT(readability-redundant-member-init)

    [[nodiscard]] bool is_multipart() const { return !parts.empty(); }
    /// The body as it was before it was encoded.
    [[nodiscard]] std::string content() const;
};

/// Parses a message; parts beyond the limits are missing. Source: RFC 2045 to 2047 and 2183.
[[nodiscard]] MimePart parse_mime(std::string_view bytes);

} // namespace sotto::extract
