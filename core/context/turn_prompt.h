#pragma once

#include "core/context/context_fit.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"
#include "core/ports/profile.h"

#include <string>
#include <vector>

namespace sotto {

/// What the user sends.
struct TurnRequest {
    ConversationId conversation; ///< invalid = begin a new one
    std::string text;
    std::string model_name;
    ModelChoice model;
    /// Read after those that the conversation is about, which need not be named.
    std::vector<DocumentText> documents;
    Profile profile;
    /// When the conversation does not fit the model's context; `refuse` leaves it to what the
    /// conversation keeps to. What is left out stays saved.
    OverflowPolicy overflow_policy = OverflowPolicy::refuse;
};

/// What is stored of a conversation that a prompt is made of.
struct StoredConversation {
    std::vector<Message> history; ///< oldest first
    /// What it is about, and the texts of that.
    std::vector<DocumentSummary> about;
    std::vector<DocumentText> documents;
    OverflowPolicy overflow_policy = OverflowPolicy::refuse; ///< what it keeps to
};

/// Errors: of the library. Runs on: the storage thread.
[[nodiscard]] Result<StoredConversation> read_conversation(Library& library, ConversationId id);

/// A prompt, and which stored message each of its messages is.
struct TurnPrompt {
    ChatPrompt prompt;
    std::vector<MessageId> ids; ///< as many as the prompt has messages
};

/// What the model sees of a conversation: its documents before those of the request, and what was
/// said. An answer that holds nothing says nothing, nor does a question that was never answered for
/// an error; exact ids of tokens mean something only to the model that wrote them, and only when
/// the answer was saved whole.
[[nodiscard]] TurnPrompt make_prompt(const TurnRequest& turn, const StoredConversation& stored);

} // namespace sotto
