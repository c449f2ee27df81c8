#include "inference/chat/prompt_messages.h"

#include "inference/jinja/values/text_operations.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sotto::inference {

namespace {

/// As templates strip it: all that Unicode calls white space.
std::string stripped(const std::string& text, jinja::Side side) {
    return jinja::strip(jinja::Text(text), side, std::nullopt).bytes();
}

/// Appends a message to one that goes before it.
void join(PromptMessage& first, PromptMessage second) {
    if (!first.text.empty() && !second.text.empty()) {
        first.text += "\n\n";
    }
    for (const std::size_t end : second.document_ends) {
        first.document_ends.push_back(first.text.size() + end);
    }
    first.text += second.text;
    first.token_ids.clear();
}

DocumentMessage trimmed(DocumentMessage message) {
    std::string text = stripped(message.text, jinja::Side::left);
    const std::size_t first = message.text.size() - text.size();
    message.text = stripped(text, jinja::Side::right);
    for (std::size_t& end : message.document_ends) {
        end = std::min(end - std::min(end, first), message.text.size());
    }
    return message;
}

} // namespace

std::string trimmed_text(const std::string& text) {
    return stripped(text, jinja::Side::both);
}

std::vector<PromptMessage> messages_of(const ChatPrompt& prompt, SystemTurn system,
                                       DocumentPlace documents) {
    std::vector<PromptMessage> made;
    const bool is_in_system = documents == DocumentPlace::system_turn;
    DocumentMessage instructions =
        trimmed(is_in_system ? compose_system_message(prompt) : DocumentMessage{prompt.system, {}});
    if (!instructions.text.empty() || system == SystemTurn::always) {
        made.push_back({Role::system,
                        std::move(instructions.text),
                        {},
                        std::move(instructions.document_ends)});
    }
    if (!prompt.documents.empty() && !is_in_system) {
        DocumentMessage message = compose_document_message(prompt.documents);
        made.push_back({Role::user, std::move(message.text), {}, std::move(message.document_ends)});
    }
    for (const ChatMessage& message : prompt.messages) {
        const bool is_system = message.role == Role::system;
        PromptMessage next{message.role,
                           is_system ? trimmed_text(message.text) : message.text,
                           message.token_ids,
                           {}};
        const bool follows_documents =
            !made.empty() && made.back().role == Role::user && !made.back().document_ends.empty();
        if (follows_documents && next.role == Role::user) {
            next.text = trimmed_text(next.text); // templates that trim would no longer reach it
            join(made.back(), std::move(next));
        } else {
            made.push_back(std::move(next));
        }
    }
    return made;
}

std::vector<PromptMessage> alternating(std::vector<PromptMessage> messages) {
    std::vector<PromptMessage> made;
    for (PromptMessage& message : messages) {
        if (message.role == Role::system) {
            message.role = Role::user;
        }
        if (!made.empty() && made.back().role == message.role) {
            join(made.back(), std::move(message));
        } else if (!made.empty() || message.role == Role::user) {
            made.push_back(std::move(message));
        }
    }
    return made;
}

} // namespace sotto::inference
