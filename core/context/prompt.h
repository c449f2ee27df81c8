#pragma once

#include "core/ports/language_model.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// The system message of a chat.
struct SystemText {
    std::string text;
    std::vector<std::size_t> document_ends; ///< offset of the byte after each document
};

/// The instructions, then the documents between marks. The system message comes first and does not
/// change within a conversation, so that its KV blocks are reused in each turn.
[[nodiscard]] SystemText compose_system_text(const ChatPrompt& prompt);

/// A conversation's title: the first line of its first message, cut at a word to 48 characters.
[[nodiscard]] std::string title_from(std::string_view text);

} // namespace sotto
