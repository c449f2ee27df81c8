#include "app/extract/chats/chat_export.h"

#include "app/extract/archive/zip_archive.h"
#include "app/extract/chats/chat.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

std::unexpected<Refusal> refuse_unknown() {
    return refuse(RefusalKind::unsupported,
                  "is not an exported conversation that Sotto can read (of Sotto, ChatGPT, Claude, "
                  "GPT4All, Jan, LM Studio or Open WebUI)");
}

bool has(const Json& object, const char* key) {
    return member(object, key) != nullptr;
}

// Conversations as lines, and the program that wrote them.
class ChatLines {
public:
    // The sentence of an error continues after the file's name.
    std::expected<void, Refusal> add(const char* program, ChatResult chat) {
        if (!chat) {
            return std::unexpected(std::move(chat.error()));
        }
        program_ = program;
        return chat->messages.empty() ? std::expected<void, Refusal>()
                                      : append(to_json_line(*std::move(chat)));
    }

    std::expected<void, Refusal> append(const std::string& line) {
        if (lines_.size() + line.size() > kLargestText) {
            return refuse(RefusalKind::too_large,
                          "holds more than 64 MiB of text; export fewer conversations at once");
        }
        lines_ += line;
        return {};
    }

    Extraction finish() {
        if (lines_.empty()) {
            return refuse(RefusalKind::empty, "holds no conversation with a message");
        }
        return ExtractedText{program_, std::move(lines_), {}};
    }

private:
    std::string program_ = "Sotto";
    std::string lines_;
};

// One conversation of any program.
std::expected<void, Refusal> add_conversation(ChatLines& lines, const Json& json) {
    if (has(json, "mapping")) {
        return lines.add("ChatGPT", read_chatgpt(json));
    }
    if (has(json, "chat_messages")) {
        return lines.add("Claude", read_claude(json));
    }
    const Json& messages = list_member(json, "messages");
    const Json& first = messages.is_array() && !messages.empty() ? messages.front() : messages;
    if (has(first, "versions")) {
        return lines.add("LM Studio", read_lm_studio(json));
    }
    if (has(json, "chat") || has(json, "history")) {
        return lines.add("Open WebUI", read_open_webui(json));
    }
    if (has(first, "state") || (messages.is_array() && messages.empty() && has(json, "created"))) {
        return lines.append(json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n');
    }
    if (has(json, "messages") && has(first, "role")) {
        ChatResult chat = read_message_list(messages);
        if (chat) {
            for (const char* key : {"title", "name"}) {
                chat->title = chat->title.empty() ? text_member(json, key) : chat->title;
            }
            for (const char* key : {"created_at", "created", "createdAt"}) {
                chat->created = chat->created == 0 ? time_of(member(json, key)) : chat->created;
            }
        }
        return lines.add("another program", std::move(chat));
    }
    if (text_member(json, "object") == "thread") {
        return refuse(RefusalKind::unsupported, "describes a thread of Jan and has no messages; "
                                                "import messages.jsonl from its folder");
    }
    return refuse_unknown();
}

std::expected<void, Refusal> add_json(ChatLines& lines, const Json& json) {
    const bool is_list = json.is_array();
    if (!is_list) {
        return add_conversation(lines, json);
    }
    if (!json.empty() && has(json.front(), "role")) { // the messages of one
        return lines.add("another program", read_message_list(json));
    }
    for (const Json& conversation : json) {
        if (auto added = add_conversation(lines, conversation); !added) {
            return added;
        }
    }
    return {};
}

// JSON Lines: a message on each line, as Jan has them, or a conversation.
std::expected<void, Refusal> add_json_lines(ChatLines& lines, std::string_view bytes) {
    Json messages = Json::array();
    while (!bytes.empty()) {
        const std::string_view line = bytes.substr(0, bytes.find('\n'));
        bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        auto json = parse_json(line);
        if (!json) {
            return std::unexpected(std::move(json.error()));
        }
        if (has(*json, "role")) {
            messages.push_back(*std::move(json));
        } else if (auto added = add_conversation(lines, *json); !added) {
            return added;
        }
    }
    if (messages.empty()) {
        return {};
    }
    const bool is_jan = text_member(messages.front(), "object") == "thread.message";
    return lines.add(is_jan ? "Jan" : "another program", read_message_list(messages));
}

bool is_json_lines(std::string_view bytes) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    const bool has_more = line.size() < bytes.size() &&
                          bytes.find_first_not_of(" \t\r\n", line.size()) != std::string_view::npos;
    return line.starts_with('{') && has_more && parse_json(line).has_value();
}

std::expected<void, Refusal> add_bytes(ChatLines& lines, std::string_view bytes) {
    bytes.remove_prefix(bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
    if (bytes.empty() || (bytes.front() != '{' && bytes.front() != '[')) {
        return refuse_unknown();
    }
    if (is_json_lines(bytes)) {
        return add_json_lines(lines, bytes);
    }
    const auto json = parse_json(bytes);
    return json ? add_json(lines, *json) : std::unexpected(json.error());
}

// "conversations.json", or the first of several: "conversations-000.json".
bool holds_conversations(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    return name.starts_with("conversations") && name.ends_with(".json");
}

std::expected<void, Refusal> add_archive(ChatLines& lines, std::string_view bytes) {
    const auto archive = ZipArchive::open(bytes);
    if (!archive) {
        return std::unexpected(archive.error());
    }
    std::vector<std::string> names;
    std::ranges::copy_if(archive->names(), std::back_inserter(names), holds_conversations);
    std::ranges::sort(names);
    if (names.empty()) {
        return refuse_unknown();
    }
    for (const std::string& name : names) {
        const auto content = archive->read(name);
        auto added = content ? add_bytes(lines, *content) : std::unexpected(content.error());
        if (!added) {
            return added;
        }
    }
    return {};
}

} // namespace

Extraction extract_chats(std::string_view bytes) {
    if (bytes.size() > kLargestFile) {
        return refuse(RefusalKind::too_large, "is larger than 256 MiB; export fewer conversations");
    }
    ChatLines lines;
    const auto added = looks_like_gpt4all(bytes)         ? lines.add("GPT4All", read_gpt4all(bytes))
                       : bytes.starts_with("PK\x03\x04") ? add_archive(lines, bytes)
                                                         : add_bytes(lines, bytes);
    return added ? lines.finish() : std::unexpected(added.error());
}

} // namespace sotto::extract
