#pragma once

#include "core/conversation.h"
#include "core/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::app {

/// A whole conversation, as files hold it.
struct Conversation {
    ConversationSummary summary;
    std::vector<Message> messages;
};

/// Who speaks, as people are shown it.
[[nodiscard]] std::string_view speaker(Role role);

/// What stands behind the speaker's name where a message is not whole: " (interrupted)", or
/// nothing.
[[nodiscard]] std::string_view state_note(MessageState state);

/// Reads what `conversations export --format json` wrote; ids are not used. The bytes may come from
/// anywhere. Errors: invalid_input, with what is wrong and never with what stands there.
[[nodiscard]] Result<Conversation> parse_conversation(const std::string& json);

/// A conversation as a page that needs nothing else: no script, nothing loaded, no link. Answers
/// are rendered as Markdown; HTML in a text is shown as text.
[[nodiscard]] std::string conversation_html(const Conversation& conversation);

} // namespace sotto::app
