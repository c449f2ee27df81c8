#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/ports/language_model.h"
#include "inference/chat/text_encoder.h"
#include "inference/family/family.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

/// How a model reads a conversation.
struct ChatTemplate {
    ChatTemplateKind kind = ChatTemplateKind::plain;
    std::string default_system; ///< where a conversation has no instructions of its own

    // NOLINTNEXTLINE(google-explicit-constructor): a kind alone is a template, too
    ChatTemplate(ChatTemplateKind template_kind, std::string system = {})
        : kind(template_kind), default_system(std::move(system)) {}
};

/// The kind that a vocabulary can express, found by its control tokens: `preferred`, if possible.
[[nodiscard]] ChatTemplateKind
chat_template_kind_of(const Tokenizer& tokenizer,
                      ChatTemplateKind preferred = ChatTemplateKind::plain);

/// The instructions that a Jinja template of this kind inserts where a conversation has none: found
/// as a literal between the marks of a system turn, never executed. Empty when there are none.
[[nodiscard]] std::string default_system_text(std::string_view jinja, ChatTemplateKind kind);

/// Token ids of a conversation, from BOS to where the assistant begins to write. Control tokens are
/// inserted as ids; what people wrote is encoded literally. Earlier answers that carry token_ids
/// are inserted with exactly these. Rendering is prefix-stable: adding messages at the end only
/// appends tokens after the last answer's.
/// Errors: invalid_input (no messages, or the last one is not the user's).
[[nodiscard]] Result<std::vector<TokenId>>
render_chat(const ChatPrompt& prompt, const Tokenizer& tokenizer, const ChatTemplate& format);

/// The same ids, and what each part of the prompt takes of them. The prefix of a prompt that leaves
/// no room in the context for an answer is not computed: it is 0. Errors: as render_chat, and
/// cancelled.
[[nodiscard]] Result<TokenizedPrompt> tokenize_chat(const ChatPrompt& prompt, TextEncoder& encoder,
                                                    const ChatTemplate& format,
                                                    std::size_t context_tokens,
                                                    const std::stop_token& stop);

/// The ids that every conversation with these instructions and documents begins with: up to the
/// first question. Errors: invalid_input (there are none), cancelled.
[[nodiscard]] Result<std::vector<TokenId>>
render_prefix(const std::string& system, const std::vector<DocumentText>& documents,
              TextEncoder& encoder, const ChatTemplate& format, const std::stop_token& stop = {});

/// The ids that end an answer, in addition to the model's own EOS ids.
[[nodiscard]] std::vector<TokenId> stop_tokens(const Tokenizer& tokenizer, ChatTemplateKind kind);

} // namespace sotto::inference
