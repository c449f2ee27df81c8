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

} // namespace

std::string trimmed_text(const std::string& text) {
    const auto first = text.find_first_not_of(kSpace);
    return first == std::string::npos
               ? std::string()
               : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

SystemText trimmed_system_text(const ChatPrompt& prompt) {
    SystemText system = compose_system_text(prompt);
    const auto first = std::min(system.text.find_first_not_of(kSpace), system.text.size());
    system.text.erase(system.text.find_last_not_of(kSpace) + 1);
    system.text.erase(0, first);
    for (std::size_t& end : system.document_ends) {
        end = std::min(end - first, system.text.size());
    }
    return system;
}

std::vector<PromptMessage> messages_of(const ChatPrompt& prompt, SystemTurn system) {
    std::vector<PromptMessage> made;
    SystemText text = trimmed_system_text(prompt);
    if (!text.text.empty() || system == SystemTurn::always) {
        made.push_back({Role::system, std::move(text.text), {}, std::move(text.document_ends)});
    }
    for (const ChatMessage& message : prompt.messages) {
        const bool is_system = message.role == Role::system;
        made.push_back({message.role,
                        is_system ? trimmed_text(message.text) : message.text,
                        message.token_ids,
                        {}});
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
