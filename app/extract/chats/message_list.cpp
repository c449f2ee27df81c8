#include "app/extract/chats/chat.h"

#include <string>
#include <utility>

namespace sotto::extract {

namespace {

// A part is {"type": "text", "text": "…"}, or {"text": {"value": "…"}} in Jan and the Assistants
// API.
std::string part_text(const Json& part) {
    const std::string type = text_member(part, "type");
    if (type.starts_with("image")) {
        return "[image]";
    }
    if (type.contains("audio")) {
        return "[recording]";
    }
    if (type.starts_with("file")) {
        return "[file]";
    }
    const Json* const text = member(part, "text");
    if (text != nullptr && text->is_object()) {
        return text_member(*text, "value");
    }
    return type == "reasoning" || type == "thinking" ? std::string() : text_member(part, "text");
}

std::string content_text(const Json& message) {
    std::string text = text_member(message, "content");
    const Json& parts = list_member(message, "content");
    if (parts.is_array()) {
        for (const Json& part : parts) {
            append_block(text, part_text(part));
        }
    }
    for (const Json& call : list_member(message, "tool_calls")) {
        append_block(text, "[tool: " + text_member(list_member(call, "function"), "name") + "]");
    }
    return text;
}

} // namespace

ChatResult read_message_list(const Json& messages) {
    Chat chat;
    for (const Json& message : messages) {
        const std::string name = text_member(message, "role");
        const auto role = parse_role(name);
        if (!role && name != "tool" && name != "function") {
            return refuse(RefusalKind::damaged, "is damaged: a message has no author");
        }
        if (role) {
            ChatMessage added;
            added.role = *role;
            added.text = content_text(message);
            added.model = text_member(message, "model");
            for (const char* key : {"created_at", "created", "timestamp", "createdAt"}) {
                added.created = added.created == 0 ? time_of(member(message, key)) : added.created;
            }
            add_message(chat, std::move(added));
        }
    }
    return chat;
}

} // namespace sotto::extract
