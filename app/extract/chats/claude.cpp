#include "app/extract/chats/chat.h"

#include <string>
#include <utility>

namespace sotto::extract {

namespace {

// Text of the blocks that are text; a note for each tool. Older exports have the text alone.
std::string content_text(const Json& message) {
    std::string text;
    const Json& blocks = list_member(message, "content");
    for (const Json& block : blocks) {
        const std::string type = text_member(block, "type");
        if (type == "text") {
            append_block(text, text_member(block, "text"));
        } else if (type == "tool_use") {
            append_block(text, "[tool: " + text_member(block, "name") + "]");
        } else if (type == "image") {
            append_block(text, "[image]");
        }
    }
    return blocks.empty() ? text_member(message, "text") : text;
}

} // namespace

ChatResult read_claude(const Json& conversation) {
    const Json* const messages = member(conversation, "chat_messages");
    if (messages == nullptr || !messages->is_array()) {
        return refuse(RefusalKind::damaged, "is damaged: a conversation has no messages");
    }
    Chat chat;
    chat.title = text_member(conversation, "name");
    chat.created = time_of(member(conversation, "created_at"));
    chat.updated = time_of(member(conversation, "updated_at"));
    for (const Json& message : *messages) {
        const auto role = parse_role(text_member(message, "sender"));
        if (!role) {
            return refuse(RefusalKind::damaged, "is damaged: a message has no author");
        }
        ChatMessage added;
        added.role = *role;
        added.text = content_text(message);
        added.created = time_of(member(message, "created_at"));
        for (const char* list : {"attachments", "files"}) {
            for (const Json& file : list_member(message, list)) {
                append_block(added.text, file_note(text_member(file, "file_name"),
                                                   text_member(file, "file_type")));
            }
        }
        add_message(chat, std::move(added));
    }
    return chat;
}

} // namespace sotto::extract
