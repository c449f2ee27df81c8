#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/chat/text_encoder.h"

#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

/// A conversation as ids.
struct RenderedChat {
    std::vector<TokenId> ids;
    std::vector<std::size_t> document_ends; ///< of each document: how many ids begin before its end
    bool begins_thinking = false;           ///< the answer begins inside a thinking block
};

/// Collects the ids of a conversation, each text encoded literally.
class ChatWriter {
public:
    /// Both outlive the writer.
    ChatWriter(TextEncoder& encoder, const std::stop_token& stop)
        : encoder_(encoder), stop_(stop) {}

    void text(std::string text) { text_with_documents(std::move(text), {}); }

    /// A text in which documents end at these offsets. Each ends where the text ends, at most. What
    /// follows the last one is encoded by itself, so that a question changes no token of the
    /// documents before it; not with tokenizers that would put a space between the two.
    void text_with_documents(std::string text, std::span<const std::size_t> document_ends);

    /// A control token; nothing if the vocabulary has none of this spelling.
    void control(std::string_view spelling);

    void append(TokenId id) { rendered_.ids.push_back(id); }
    void append(std::span<const TokenId> ids) {
        rendered_.ids.insert(rendered_.ids.end(), ids.begin(), ids.end());
    }

    void begin_thinking() { rendered_.begins_thinking = true; }

    [[nodiscard]] const Tokenizer& tokenizer() const { return encoder_.tokenizer(); }

    /// Errors: cancelled.
    [[nodiscard]] Result<RenderedChat> take() &&;

private:
    void encode(std::string text, std::span<const std::size_t> document_ends);

    TextEncoder& encoder_;
    const std::stop_token& stop_;
    RenderedChat rendered_;
    std::optional<Error> error_;
};

} // namespace sotto::inference
