#pragma once

#include "inference/chat/chat_writer.h"
#include "inference/chat/prompt_messages.h"
#include "inference/jinja/values/text.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// A control token in a text.
struct FoundControlToken {
    TokenId id = 0;
    std::size_t bytes = 0; ///< of its spelling
};

/// The longest control token that a text begins with.
[[nodiscard]] std::optional<FoundControlToken> control_token_at(const Tokenizer& tokenizer,
                                                                std::string_view text);

/// Writes the text that a chat template made. A control token is what the template's author
/// spelled, never what a content spells or completes. `messages`: content i + 1 of the text is the
/// text of message i; the ids of an answer take the place of its text.
void write_output(const jinja::Text& text, const std::vector<PromptMessage>& messages,
                  ChatWriter& writer);

} // namespace sotto::inference
