#pragma once

#include "core/ports/language_model.h"

#include <string>
#include <string_view>

namespace sotto {

/// The system message of a chat: the instructions, then the documents between marks. It comes first
/// and does not change within a conversation, so that its KV blocks are reused in each turn.
[[nodiscard]] std::string compose_system_text(const ChatPrompt& prompt);

/// A conversation's title: the first line of its first message, cut at a word to 48 characters.
[[nodiscard]] std::string title_from(std::string_view text);

} // namespace sotto
