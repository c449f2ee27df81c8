#include "app/extract/chats/chat.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

// References to sources stand between two private characters, U+E200 and U+E201.
std::string without_references(std::string_view text) {
    constexpr std::string_view kBegin = "\xEE\x88\x80";
    constexpr std::string_view kEnd = "\xEE\x88\x81";
    std::string plain;
    while (true) {
        const std::size_t begin = text.find(kBegin);
        const std::size_t end = begin == std::string_view::npos ? begin : text.find(kEnd, begin);
        if (end == std::string_view::npos) {
            return plain.append(text);
        }
        plain.append(text.substr(0, begin));
        text.remove_prefix(end + kEnd.size());
    }
}

// A part of a message: text, or an object that stands for something else.
std::string part_text(const Json& part) {
    if (part.is_string()) {
        return part.get<std::string>();
    }
    const std::string type = text_member(part, "content_type");
    if (type == "image_asset_pointer") {
        return "[image]";
    }
    if (type == "audio_transcription") {
        return text_member(part, "text");
    }
    return type.contains("audio") || type.contains("video") ? "[recording]" : std::string();
}

std::string content_text(const Json& content) {
    const std::string type = text_member(content, "content_type");
    if (type == "thoughts" || type == "reasoning_recap" || type.ends_with("_editable_context")) {
        return {};
    }
    std::string text = text_member(content, "text");
    for (const Json& part : list_member(content, "parts")) {
        append_block(text, part_text(part));
    }
    return without_references(text);
}

// What a tool was asked, or what it answered: a note, and its pictures.
std::string tool_note(const Json& message, std::string_view role, std::string_view recipient) {
    if (role != "tool") {
        return "[tool: " + std::string(recipient) + "]";
    }
    std::string note;
    for (const Json& part : list_member(list_member(message, "content"), "parts")) {
        append_block(note,
                     text_member(part, "content_type") == "image_asset_pointer" ? "[image]" : "");
    }
    return note;
}

void add_node(Chat& chat, const Json& message) {
    const Json* const author = member(message, "author");
    const Json* const content = member(message, "content");
    const Json* const metadata = member(message, "metadata");
    if (author == nullptr || content == nullptr) {
        return;
    }
    const Json* const hidden =
        metadata == nullptr ? nullptr : member(*metadata, "is_visually_hidden_from_conversation");
    if (hidden != nullptr && hidden->is_boolean() && hidden->get<bool>()) {
        return;
    }
    const std::string name = text_member(*author, "role");
    const std::string recipient = text_member(message, "recipient");
    const auto role = parse_role(name);
    ChatMessage added;
    added.role = role.value_or(ChatRole::assistant);
    added.created = time_of(member(message, "create_time"));
    added.model = metadata == nullptr ? std::string() : text_member(*metadata, "model_slug");
    const bool is_for_tool =
        added.role == ChatRole::assistant && !recipient.empty() && recipient != "all";
    added.text =
        role && !is_for_tool ? content_text(*content) : tool_note(message, name, recipient);
    add_message(chat, std::move(added));
}

// The last message of the branch that was shown; else the newest.
std::string last_node(const Json& conversation, const Json& mapping) {
    std::string current = text_member(conversation, "current_node");
    if (member(mapping, current.c_str()) != nullptr) {
        return current;
    }
    std::int64_t newest = -1;
    for (const auto& [id, node] : mapping.items()) {
        const Json* const message = member(node, "message");
        const std::int64_t time = message == nullptr ? 0 : time_of(member(*message, "create_time"));
        if (list_member(node, "children").empty() && time > newest) {
            newest = time;
            current = id;
        }
    }
    return current;
}

} // namespace

ChatResult read_chatgpt(const Json& conversation) {
    const Json& mapping = list_member(conversation, "mapping");
    if (!mapping.is_object()) {
        return refuse(RefusalKind::damaged, "is damaged: a conversation has no messages");
    }
    Chat chat;
    chat.title = text_member(conversation, "title");
    chat.created = time_of(member(conversation, "create_time"));
    chat.updated = time_of(member(conversation, "update_time"));
    for (const std::string& id : branch_to(mapping, last_node(conversation, mapping), "parent")) {
        const Json* const message = member(*member(mapping, id.c_str()), "message");
        if (message != nullptr && message->is_object()) {
            add_node(chat, *message);
        }
    }
    return chat;
}

} // namespace sotto::extract
