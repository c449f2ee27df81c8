#include "app/extract/chats/chat.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

std::string content_text(const Json& owner) {
    std::string text;
    for (const Json& part : list_member(owner, "content")) {
        const std::string type = text_member(part, "type");
        if (type == "text") {
            append_block(text, text_member(part, "text"));
        } else if (type == "file" || type == "image") {
            append_block(text, file_note(text_member(part, "name"),
                                         type == "image" ? type : text_member(part, "fileType")));
        } else if (type == "toolCallRequest") {
            append_block(text, "[tool: " + text_member(part, "name") + "]");
        }
    }
    return text;
}

// An answer is one or several steps; some of them are thoughts or notes of the program.
void read_steps(ChatMessage& message, const Json& version) {
    for (const Json& step : list_member(version, "steps")) {
        const bool is_thought = text_member(list_member(step, "style"), "type") == "thinking";
        if (text_member(step, "type") == "contentBlock" && !is_thought) {
            append_block(message.text, content_text(step));
            const std::string model = text_member(list_member(step, "genInfo"), "identifier");
            message.model = model.empty() ? message.model : model;
        }
    }
}

} // namespace

ChatResult read_lm_studio(const Json& conversation) {
    Chat chat;
    chat.title = text_member(conversation, "name");
    chat.created = time_of(member(conversation, "createdAt"));
    chat.updated = time_of(member(conversation, "assistantLastMessagedAt"));
    add_message(chat, {ChatRole::system, text_member(conversation, "systemPrompt"), {}, 0});
    for (const Json& entry : list_member(conversation, "messages")) {
        const Json& versions = list_member(entry, "versions");
        const Json* const selected = member(entry, "currentlySelected");
        const std::size_t wanted = selected != nullptr && selected->is_number_unsigned()
                                       ? selected->get<std::size_t>()
                                       : 0;
        if (!versions.is_array() || versions.empty()) {
            return refuse(RefusalKind::damaged, "is damaged: a message has no text");
        }
        const Json& version = versions[std::min(wanted, versions.size() - 1)];
        const auto role = parse_role(text_member(version, "role"));
        if (!role) {
            return refuse(RefusalKind::damaged, "is damaged: a message has no author");
        }
        ChatMessage added;
        added.role = *role;
        added.model = text_member(list_member(version, "senderInfo"), "senderName");
        added.text = content_text(version);
        read_steps(added, version);
        add_message(chat, std::move(added));
    }
    return chat;
}

} // namespace sotto::extract
