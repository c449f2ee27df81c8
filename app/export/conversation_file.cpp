#include "app/export/conversation_file.h"

#include "app/json/enum_names.h"
#include "core/text/bidi.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <format>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

namespace sotto::app {

namespace {

using Json = nlohmann::json;

// An exported conversation is an object with a list of objects with simple values.
constexpr int kMaxDepth = 4;
// A message has about ten values; no export is that long.
constexpr std::size_t kMaxValues = 2'000'000;

std::unexpected<Error> wrong(std::string_view what) {
    return fail(ErrorCode::invalid_input,
                std::format("the file is not a conversation that Sotto exported: {}", what));
}

// Bounded in depth and number of values, so that a small file cannot fill the memory.
Result<Json> parse_bounded(const std::string& text) {
    std::size_t values = 0;
    bool is_refused = false;
    const auto keep = [&](int depth, Json::parse_event_t, Json&) {
        is_refused = is_refused || depth > kMaxDepth || ++values > kMaxValues;
        return !is_refused;
    };
    Json json = Json::parse(text, keep, false);
    if (is_refused) {
        return wrong("it has too many values or too deep a nesting");
    }
    if (json.is_discarded()) {
        return wrong("it is not JSON in UTF-8");
    }
    return json;
}

const Json* member(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

Result<std::string> read_text(const Json& object, const char* key) {
    const Json* const value = member(object, key);
    if (value == nullptr || !value->is_string()) {
        return wrong(std::format("\"{}\" is not a string", key));
    }
    return value->get<std::string>();
}

template <class Enum, std::size_t N>
Result<Enum> read_word(const Json& object, const char* key, const std::array<Enum, N>& values) {
    const auto word = read_text(object, key);
    if (!word) {
        return std::unexpected(word.error());
    }
    for (const Enum value : values) {
        if (*word == to_string(value)) {
            return value;
        }
    }
    return wrong(std::format("\"{}\" has no known value", key));
}

Result<UnixMilliseconds> read_time(const Json& object, const char* key) {
    const auto text = read_text(object, key);
    if (!text) {
        return std::unexpected(text.error());
    }
    std::chrono::sys_seconds time;
    std::istringstream stream(*text);
    stream.imbue(std::locale::classic());
    stream >> std::chrono::parse("%FT%TZ", time);
    const UnixMilliseconds milliseconds =
        std::chrono::milliseconds(time.time_since_epoch()).count();
    // Only a time that is written back unchanged is valid.
    if (stream.fail() || milliseconds < 0 || to_iso8601(milliseconds) != *text) {
        return wrong(std::format("\"{}\" is not a time", key));
    }
    return milliseconds;
}

Result<double> read_number(const Json& object, const char* key) {
    const Json* const value = member(object, key);
    if (value == nullptr || !value->is_number() || !std::isfinite(value->get<double>()) ||
        value->get<double>() < 0) {
        return wrong(std::format("\"{}\" is not a valid number", key));
    }
    return value->get<double>();
}

Result<GenerationStats> read_stats(const Json& object) {
    constexpr std::array kReasons{FinishReason::stop, FinishReason::length,
                                  FinishReason::cancelled};
    constexpr double kMaxTokens = 1e9;
    GenerationStats stats;
    const auto reason = read_word(object, "reason", kReasons);
    const auto tokens = read_number(object, "generated_tokens");
    const auto rate = read_number(object, "decode_tokens_per_second");
    if (!reason || !tokens || !rate) {
        return std::unexpected(!reason ? reason.error() : !tokens ? tokens.error() : rate.error());
    }
    if (*tokens > kMaxTokens) {
        return wrong("\"generated_tokens\" is too large");
    }
    stats.reason = *reason;
    stats.generated_tokens = static_cast<std::int64_t>(*tokens);
    stats.decode_tokens_per_second = *rate;
    return stats;
}

Result<Message> read_message(const Json& object) {
    constexpr std::array kRoles{Role::system, Role::user, Role::assistant};
    constexpr std::array kStates{MessageState::complete, MessageState::writing,
                                 MessageState::interrupted, MessageState::failed};
    if (!object.is_object()) {
        return wrong("a message is not an object");
    }
    auto role = read_word(object, "role", kRoles);
    auto state = read_word(object, "state", kStates);
    auto text = read_text(object, "text");
    auto created = read_time(object, "created");
    if (!role || !state) {
        return std::unexpected(!role ? role.error() : state.error());
    }
    if (!text || !created) {
        return std::unexpected(!text ? text.error() : created.error());
    }
    Message message;
    message.role = *role;
    message.state = *state;
    message.text = std::move(*text);
    message.created_at = *created;
    if (message.role == Role::assistant) {
        auto model = read_text(object, "model");
        if (!model) {
            return std::unexpected(model.error());
        }
        message.model = std::move(*model);
    }
    if (member(object, "generated_tokens") != nullptr) {
        const auto stats = read_stats(object);
        if (!stats) {
            return std::unexpected(stats.error());
        }
        message.stats = *stats;
    }
    return message;
}

// A place in the list of messages, before `end`; nothing for null. Errors: any other value.
Result<std::optional<std::size_t>> read_place(const Json& value, std::size_t end) {
    if (value.is_null()) {
        return std::nullopt;
    }
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= end) {
        return wrong("it names a message that is not there");
    }
    return value.get<std::size_t>();
}

MessageId id_at(std::size_t place) {
    return MessageId{static_cast<std::int64_t>(place) + 1};
}

// Branches: a message follows the one before it unless it names another, or none. Files without
// branches name nothing.
Status read_branches(const Json& root, const Json& objects, Conversation& conversation) {
    for (std::size_t i = 0; i < conversation.messages.size(); ++i) {
        Message& message = conversation.messages[i];
        message.id = id_at(i);
        message.parent = i == 0 ? MessageId{} : id_at(i - 1);
        if (const Json* const parent = member(objects[i], "parent")) {
            const auto place = read_place(*parent, i);
            if (!place) {
                return std::unexpected(place.error());
            }
            message.parent = *place ? id_at(**place) : MessageId{};
        }
    }
    if (const Json* const leaf = member(root, "leaf")) {
        const auto place = read_place(*leaf, conversation.messages.size());
        if (!place) {
            return std::unexpected(place.error());
        }
        conversation.leaf = *place ? id_at(**place) : MessageId{};
    }
    return {};
}

} // namespace

std::string_view speaker(Role role) {
    return role == Role::user ? "You" : "Sotto";
}

std::string_view state_note(MessageState state) {
    switch (state) {
    case MessageState::complete:
        return "";
    case MessageState::writing:
        return " (being written)";
    case MessageState::interrupted:
        return " (interrupted)";
    case MessageState::failed:
        break;
    }
    return " (failed)";
}

Result<Conversation> parse_conversation(const std::string& json) {
    const auto root = parse_bounded(json);
    if (!root) {
        return std::unexpected(root.error());
    }
    if (!root->is_object()) {
        return wrong("it is not an object");
    }
    auto title = read_text(*root, "title");
    const auto created = read_time(*root, "created");
    const auto updated = read_time(*root, "updated");
    if (!title || !created || !updated) {
        return std::unexpected(!title     ? title.error()
                               : !created ? created.error()
                                          : updated.error());
    }
    const Json* const messages = member(*root, "messages");
    if (messages == nullptr || !messages->is_array()) {
        return wrong("\"messages\" is not a list");
    }
    Conversation conversation;
    // On one line, as the library keeps it.
    std::ranges::replace_if(
        *title, [](char character) { return static_cast<unsigned char>(character) < 0x20; }, ' ');
    conversation.summary.title = without_bidi_controls(*title);
    conversation.summary.created_at = *created;
    conversation.summary.updated_at = *updated;
    for (const Json& object : *messages) {
        auto message = read_message(object);
        if (!message) {
            return std::unexpected(message.error());
        }
        conversation.messages.push_back(std::move(*message));
    }
    conversation.summary.message_count = static_cast<std::int64_t>(conversation.messages.size());
    return read_branches(*root, *messages, conversation).transform([&] {
        return std::move(conversation);
    });
}

} // namespace sotto::app
