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

} // namespace

std::string trimmed_text(const std::string& text) {
    return stripped(text, jinja::Side::both);
}

SystemText trimmed_system_text(const ChatPrompt& prompt) {
    SystemText system = compose_system_text(prompt);
    std::string text = stripped(system.text, jinja::Side::left);
    const std::size_t first = system.text.size() - text.size();
    system.text = stripped(text, jinja::Side::right);
    for (std::size_t& end : system.document_ends) {
        end = std::min(end - std::min(end, first), system.text.size());
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
