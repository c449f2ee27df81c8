#pragma once

#include "core/conversation.h"
#include "core/error.h"

#include <string>
#include <string_view>

namespace sotto::app {

/// The author of a message as people see it: "You" or "Sotto".
[[nodiscard]] std::string_view speaker(Role role);

/// A note behind the speaker of an incomplete message, e.g. " (interrupted)"; else empty.
[[nodiscard]] std::string_view state_note(MessageState state);

/// Parses the output of `conversations export --format json`; ids are ignored. The bytes are not
/// trusted. Errors: invalid_input; the sentence never quotes the file.
[[nodiscard]] Result<Conversation> parse_conversation(const std::string& json);

/// A conversation as Markdown: the title is a heading of level 1, each speaker one of level 2. No
/// message changes how another is read.
[[nodiscard]] std::string conversation_markdown(const Conversation& conversation);

/// A conversation as a self-contained page without scripts and links. Answers are rendered as
/// Markdown; HTML in a message is shown as text.
[[nodiscard]] std::string conversation_html(const Conversation& conversation);

} // namespace sotto::app
