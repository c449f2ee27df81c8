#pragma once

#include "app/extract/json/json.h"
#include "app/extract/protocol/extraction.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// The author of a message. What tools say is part of the answer that used them.
enum class ChatRole : std::uint8_t { system, user, assistant };

/// A message of an exported conversation.
struct ChatMessage {
    ChatRole role = ChatRole::user;
    std::string text;
    std::string model;        ///< that wrote it; may be empty
    std::int64_t created = 0; ///< seconds since 1970; 0: unknown
};

/// An exported conversation.
struct Chat {
    std::string title; ///< may be empty
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::vector<ChatMessage> messages;
};

/// Adds a message; to the answer before it if both are answers, since programs divide an answer
/// where it uses a tool. Nothing without text.
void add_message(Chat& chat, ChatMessage message);

/// The role with this name; nothing for one of another kind (a tool).
[[nodiscard]] std::optional<ChatRole> parse_role(std::string_view name);

/// A time as a number of seconds or milliseconds since 1970, or as "2026-12-01T10:00:00…" (UTC);
/// 0 where it is neither.
[[nodiscard]] std::int64_t time_of(const Json* value);

/// Appends `line` behind an empty line, if both have text.
void append_block(std::string& text, std::string_view line);

/// "[image]" for a name or media type of a picture, else "[file: NAME]" or "[file]".
[[nodiscard]] std::string file_note(std::string_view name, std::string_view media_type);

/// A conversation as Sotto exports it, on one line. Times that are missing are those of its other
/// parts, and a title that is missing is the beginning of the first question.
[[nodiscard]] std::string to_json_line(Chat chat);

/// The branch of a tree of messages that ends at `last`: the identifiers from the first to the
/// last. `nodes`: an object; `parent_key`: the member with the identifier of the message before.
[[nodiscard]] std::vector<std::string> branch_to(const Json& nodes, std::string last,
                                                 const char* parent_key);

using ChatResult = std::expected<Chat, Refusal>;

// One conversation of each program. Errors: damaged.
[[nodiscard]] ChatResult read_chatgpt(const Json& conversation);
[[nodiscard]] ChatResult read_claude(const Json& conversation);
[[nodiscard]] ChatResult read_open_webui(const Json& conversation);
[[nodiscard]] ChatResult read_lm_studio(const Json& conversation);

/// A list of messages as the OpenAI API and Jan have them. Errors: damaged.
[[nodiscard]] ChatResult read_message_list(const Json& messages);

/// A file of GPT4All (.chat). Errors: damaged, unsupported (a version that is not known).
[[nodiscard]] ChatResult read_gpt4all(std::string_view bytes);
[[nodiscard]] bool looks_like_gpt4all(std::string_view bytes);

} // namespace sotto::extract
