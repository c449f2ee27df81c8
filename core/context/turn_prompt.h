#pragma once

#include "core/context/context_fit.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"
#include "core/ports/profile.h"

#include <string>
#include <vector>

namespace sotto {

/// A message of the user, and how to answer it.
struct TurnRequest {
    ConversationId conversation; ///< invalid = a new one
    std::string text;
    /// An earlier question in whose place this one is asked; its branch stays saved.
    MessageId edits;
    /// An earlier question, with `text`, that is answered once more.
    MessageId answers;
    std::string model_name;
    ModelChoice model;
    /// In addition to the documents of the conversation, and behind them.
    std::vector<DocumentText> documents;
    Profile profile;
    /// `refuse`: the conversation's policy applies. What is dropped from the prompt stays saved.
    OverflowPolicy overflow_policy = OverflowPolicy::refuse;
};

/// The stored parts of a conversation that go into a prompt.
struct ConversationSnapshot {
    std::vector<Message> history; ///< oldest first
    /// Its documents, and their texts.
    std::vector<DocumentSummary> about;
    std::vector<DocumentText> documents;
    OverflowPolicy overflow_policy = OverflowPolicy::refuse; ///< of the conversation
};

/// Errors: of the library. Runs on: the storage thread.
[[nodiscard]] Result<ConversationSnapshot> read_conversation(Library& library, ConversationId id);

/// A prompt, and the ids of its messages.
struct TurnPrompt {
    ChatPrompt prompt;
    std::vector<MessageId> ids; ///< of the stored messages, one for each message of the prompt
};

/// The prompt of a turn: the conversation's documents, those of the request, and the messages.
/// Without empty answers, and without questions whose answer failed before its first word. Token
/// ids are used only for answers of the same model.
[[nodiscard]] TurnPrompt make_prompt(const TurnRequest& turn, const ConversationSnapshot& stored);

} // namespace sotto
