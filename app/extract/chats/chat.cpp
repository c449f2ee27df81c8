#include "app/extract/chats/chat.h"

#include "app/extract/text/ascii.h"
#include "app/extract/text/text_builder.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <format>
#include <set>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::int64_t kYear3000 = 32'503'680'000;
constexpr std::size_t kLongestTitle = 80;

// Digits of `text` from `begin` on as a number; -1 where there is another character.
int digits(std::string_view text, std::size_t begin, std::size_t count) {
    int number = 0;
    for (const char byte : text.substr(begin, count)) {
        if (byte < '0' || byte > '9') {
            return -1;
        }
        number = number * 10 + (byte - '0');
    }
    return number;
}

// "2026-12-01T10:00:00", and whatever follows: exports are in UTC.
std::int64_t parse_time(std::string_view text) {
    if (text.size() < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':') {
        return 0;
    }
    const std::array<int, 6> parts{digits(text, 0, 4),  digits(text, 5, 2),  digits(text, 8, 2),
                                   digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)};
    if (std::ranges::any_of(parts, [](int part) { return part < 0; })) {
        return 0;
    }
    const auto day = std::chrono::year{parts[0]} / parts[1] / parts[2];
    if (!day.ok()) {
        return 0;
    }
    const std::int64_t days = std::chrono::sys_days(day).time_since_epoch().count();
    return std::max<std::int64_t>(0, days * 86'400 + parts[3] * 3'600 + parts[4] * 60 + parts[5]);
}

std::string iso_time(std::int64_t seconds) {
    const std::int64_t time = std::clamp<std::int64_t>(seconds, 0, kYear3000);
    return std::format("{:%FT%TZ}", std::chrono::sys_seconds(std::chrono::seconds(time)));
}

const char* to_string(ChatRole role) {
    switch (role) {
    case ChatRole::system:
        return "system";
    case ChatRole::user:
        return "user";
    case ChatRole::assistant:
        break;
    }
    return "assistant";
}

std::string title_of(const Chat& chat) {
    std::string title = to_label(chat.title);
    const auto question = std::ranges::find(chat.messages, ChatRole::user, &ChatMessage::role);
    if (title.empty() && question != chat.messages.end()) {
        title = to_label(question->text);
        title.resize(floor_char_boundary(title, std::min(title.size(), kLongestTitle)));
    }
    return title.empty() ? "Imported conversation" : title;
}

} // namespace

void add_message(Chat& chat, ChatMessage message) {
    if (message.text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return;
    }
    if (message.role == ChatRole::assistant && !chat.messages.empty() &&
        chat.messages.back().role == ChatRole::assistant) {
        append_block(chat.messages.back().text, message.text);
    } else {
        chat.messages.push_back(std::move(message));
    }
}

std::optional<ChatRole> parse_role(std::string_view name) {
    if (name == "system" || name == "developer") {
        return ChatRole::system;
    }
    if (name == "user" || name == "human") {
        return ChatRole::user;
    }
    return name == "assistant" || name == "model" ? std::optional(ChatRole::assistant)
                                                  : std::nullopt;
}

std::int64_t time_of(const Json* value) {
    if (value == nullptr) {
        return 0;
    }
    if (value->is_string()) {
        return parse_time(value->get_ref<const std::string&>());
    }
    const double number = value->is_number() ? value->get<double>() : 0;
    if (!std::isfinite(number) || number <= 0 || number > 1e15) {
        return 0;
    }
    const double seconds = number > static_cast<double>(kYear3000) ? number / 1000 : number;
    return std::min(static_cast<std::int64_t>(seconds), kYear3000);
}

void append_block(std::string& text, std::string_view line) {
    text += text.empty() || line.empty() ? "" : "\n\n";
    text += line;
}

std::string file_note(std::string_view name, std::string_view media_type) {
    constexpr std::array<std::string_view, 7> kPictures{".png",  ".jpg",  ".jpeg", ".gif",
                                                        ".webp", ".heic", ".bmp"};
    const std::string lower = to_lower(name);
    if (media_type.starts_with("image") ||
        std::ranges::any_of(kPictures,
                            [&](std::string_view ending) { return lower.ends_with(ending); })) {
        return "[image]";
    }
    return name.empty() ? "[file]" : "[file: " + to_label(name) + "]";
}

std::string to_json_line(Chat chat) {
    for (const ChatMessage& message : chat.messages) {
        chat.created = chat.created == 0 ? message.created : chat.created;
        chat.updated = std::max(chat.updated, message.created);
    }
    chat.updated = std::max(chat.created, chat.updated);
    Json messages = Json::array();
    std::int64_t time = chat.created;
    for (const ChatMessage& message : chat.messages) {
        time = message.created == 0 ? time : message.created;
        Json object{{"role", to_string(message.role)},
                    {"text", message.text},
                    {"state", "complete"},
                    {"created", iso_time(time)}};
        if (message.role == ChatRole::assistant) {
            object["model"] = to_label(message.model);
        }
        messages.push_back(std::move(object));
    }
    const Json json{{"title", title_of(chat)},
                    {"created", iso_time(chat.created)},
                    {"updated", iso_time(chat.updated)},
                    {"messages", std::move(messages)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::vector<std::string> branch_to(const Json& nodes, std::string last, const char* parent_key) {
    std::vector<std::string> branch;
    std::set<std::string> known; // a damaged tree may have a circle
    while (!last.empty() && member(nodes, last.c_str()) != nullptr && known.insert(last).second) {
        branch.push_back(last);
        last = text_member(*member(nodes, branch.back().c_str()), parent_key);
    }
    std::ranges::reverse(branch);
    return branch;
}

} // namespace sotto::extract
