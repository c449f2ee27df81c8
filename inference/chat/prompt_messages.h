#pragma once

#include "core/context/prompt.h"
#include "core/ports/language_model.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sotto::inference {

/// A message as a chat template gets it.
struct PromptMessage {
    Role role = Role::user;
    std::string text;
    std::vector<TokenId> token_ids;         ///< of an answer, where they are known
    std::vector<std::size_t> document_ends; ///< offsets in the text
};

[[nodiscard]] std::string trimmed_text(const std::string& text);

/// Whether a prompt without instructions has a system message, which is empty.
enum class SystemTurn { if_any, always };

/// Where the documents of a prompt stand.
enum class DocumentPlace {
    user_turn,   ///< the user's first message, before the question
    system_turn, ///< behind the instructions; only for models that were trained so
};

/// The messages of a prompt: its instructions, its documents, the conversation.
[[nodiscard]] std::vector<PromptMessage> messages_of(const ChatPrompt& prompt, SystemTurn system,
                                                     DocumentPlace documents);

/// The same with only users and assistants, by turns, a user first: system texts lead the next
/// user's message, and neighbours of one role are one message.
[[nodiscard]] std::vector<PromptMessage> alternating(std::vector<PromptMessage> messages);

} // namespace sotto::inference
