#include "inference/chat/prompt_messages.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";

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
    const auto first = std::min(message.text.find_first_not_of(kSpace), message.text.size());
    message.text.erase(message.text.find_last_not_of(kSpace) + 1);
    message.text.erase(0, first);
    for (std::size_t& end : message.document_ends) {
        end = std::min(end - first, message.text.size());
    }
    return message;
}

} // namespace

std::string trimmed_text(const std::string& text) {
    const auto first = text.find_first_not_of(kSpace);
    return first == std::string::npos
               ? std::string()
               : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
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
