#include "core/context/turn_prompt.h"

#include <cstddef>
#include <string_view>
#include <utility>

namespace sotto {

namespace {

bool is_empty_failure(const Message& message) {
    return message.role == Role::assistant && message.state == MessageState::failed &&
           message.text.empty();
}

} // namespace

Result<ConversationSnapshot> read_conversation(Library& library, ConversationId id) {
    auto history = library.conversations().messages(id);
    if (!history) {
        return std::unexpected(std::move(history.error()));
    }
    auto about = library.conversations().documents(id);
    if (!about) {
        return std::unexpected(std::move(about.error()));
    }
    const auto settings = library.conversations().settings(id);
    if (!settings) {
        return std::unexpected(settings.error());
    }
    ConversationSnapshot stored{
        std::move(*history), std::move(*about), {}, settings->overflow_policy};
    for (const DocumentSummary& document : stored.about) {
        auto text = library.documents().text(document.id);
        if (!text) {
            return std::unexpected(std::move(text.error()));
        }
        stored.documents.push_back(std::move(*text));
    }
    return stored;
}

TurnPrompt make_prompt(const TurnRequest& turn, const ConversationSnapshot& stored) {
    TurnPrompt made;
    made.prompt.documents = stored.documents;
    made.prompt.documents.insert(made.prompt.documents.end(), turn.documents.begin(),
                                 turn.documents.end());
    made.prompt.system = made.prompt.documents.empty() ? turn.profile.system_prompt
                                                       : turn.profile.document_system_prompt();
    for (std::size_t i = 0; i < stored.history.size(); ++i) {
        const Message& message = stored.history[i];
        const bool is_unanswered = message.role == Role::user && i + 1 < stored.history.size() &&
                                   is_empty_failure(stored.history[i + 1]);
        if (is_unanswered || (message.role == Role::assistant && message.text.empty())) {
            continue;
        }
        ChatMessage& chat = made.prompt.messages.emplace_back();
        chat.role = message.role;
        chat.text = message.text;
        if (message.model == turn.model_name) {
            chat.token_ids = message.token_ids;
        }
        made.ids.push_back(message.id);
    }
    return made;
}

} // namespace sotto
