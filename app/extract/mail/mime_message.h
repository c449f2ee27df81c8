#pragma once

#include "app/extract/mail/mail_message.h"
#include "app/extract/mail/mime_part.h"

#include <optional>

namespace sotto::extract {

/// The deepest nesting of messages in messages.
inline constexpr int kMaxMessageDepth = 5;

/// A message from its parts.
[[nodiscard]] MailMessage message_of(const MimePart& part, int depth = 0);

/// The text of a part of type text/html. Errors: as extract_html().
[[nodiscard]] Extraction html_of(const MimePart& part);

/// The bytes of a part of type text/… as UTF-8, from the character set that the part declares.
/// Nothing when it is not text.
[[nodiscard]] std::optional<std::string> text_of(const MimePart& part);

/// The first part with this type, in reading order; nullptr when there is none.
[[nodiscard]] const MimePart* find_part(const MimePart& part, std::string_view type);

} // namespace sotto::extract
