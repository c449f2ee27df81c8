#include "app/extract/chats/chat.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

// Thoughts and calls of tools stand in the text as <details type="reasoning">…</details>.
std::string without_details(std::string_view text) {
    constexpr std::string_view kBegin = "<details type=\"";
    constexpr std::string_view kEnd = "</details>";
    std::string plain;
    while (true) {
        const std::size_t begin = text.find(kBegin);
        const std::size_t end = begin == std::string_view::npos ? begin : text.find(kEnd, begin);
        if (end == std::string_view::npos) {
            break;
        }
        plain.append(text.substr(0, begin));
        const bool is_tool = text.substr(begin + kBegin.size()).starts_with("tool");
        plain += is_tool ? "[tool]\n" : "";
        text.remove_prefix(end + kEnd.size());
        text.remove_prefix(std::min(text.find_first_not_of('\n'), text.size()));
    }
    return plain.append(text);
}

void add_node(Chat& chat, const Json& message) {
    ChatMessage added;
    added.role = parse_role(text_member(message, "role")).value_or(ChatRole::assistant);
    added.text = without_details(text_member(message, "content"));
    added.model = text_member(message, "model");
    added.created = time_of(member(message, "timestamp"));
    for (const Json& file : list_member(message, "files")) {
        append_block(added.text, file_note(text_member(file, "name"), text_member(file, "type")));
    }
    add_message(chat, std::move(added));
}

} // namespace

ChatResult read_open_webui(const Json& conversation) {
    const Json* const inner = member(conversation, "chat");
    const Json& content = inner != nullptr ? *inner : conversation;
    Chat chat;
    chat.title = text_member(conversation, "title");
    chat.title = chat.title.empty() ? text_member(content, "title") : chat.title;
    chat.created = time_of(member(conversation, "created_at"));
    chat.updated = time_of(member(conversation, "updated_at"));
    if (chat.created == 0) {
        chat.created = time_of(member(content, "timestamp"));
    }
    const std::string system = text_member(content, "system");
    add_message(chat,
                {ChatRole::system,
                 system.empty() ? text_member(list_member(content, "params"), "system") : system,
                 {},
                 0});
    const Json& history = list_member(content, "history");
    const Json& nodes = list_member(history, "messages");
    const auto branch = branch_to(nodes, text_member(history, "currentId"), "parentId");
    for (const std::string& id : branch) {
        add_node(chat, *member(nodes, id.c_str()));
    }
    const Json* const list = member(content, "messages");
    if (branch.empty() && list != nullptr && list->is_array()) {
        for (const Json& message : *list) {
            add_node(chat, message);
        }
    } else if (branch.empty() && !nodes.is_object()) {
        return refuse(RefusalKind::damaged, "is damaged: a conversation has no messages");
    }
    return chat;
}

} // namespace sotto::extract
