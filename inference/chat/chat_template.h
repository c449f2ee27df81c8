#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/ports/language_model.h"
#include "inference/chat/model_template.h"
#include "inference/chat/text_encoder.h"
#include "inference/family/family.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace sotto::inference {

/// How a model reads a conversation: by the template that came with it, else by one of the known
/// kinds.
struct ChatTemplate {
    ChatTemplateKind kind = ChatTemplateKind::plain;
    std::shared_ptr<const ModelTemplate> own = nullptr; ///< null: the model came without one
    DocumentPlace documents = DocumentPlace::user_turn;

    // NOLINTNEXTLINE(google-explicit-constructor): a kind alone is a template, too
    ChatTemplate(ChatTemplateKind template_kind,
                 std::shared_ptr<const ModelTemplate> model_template = nullptr)
        : kind(template_kind), own(std::move(model_template)) {}
};

/// The kind that a vocabulary can express, found by its control tokens: `preferred`, if possible.
[[nodiscard]] ChatTemplateKind
chat_template_kind_of(const Tokenizer& tokenizer,
                      ChatTemplateKind preferred = ChatTemplateKind::plain);

/// Token ids of a conversation, from BOS to where the assistant begins to write. Control tokens are
/// inserted as ids; what people wrote is encoded literally. Earlier answers that carry token_ids
/// are inserted with exactly these. By a known kind, rendering is prefix-stable: adding messages at
/// the end only appends tokens after the last answer's; by a model's own template, where that is.
/// Errors: invalid_input (no messages, the last one is not the user's, or the template refuses),
/// unsupported (what the template does with this conversation cannot be read, or is too much).
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

/// The ids that end an answer, in addition to the model's own EOS ids: those of the kind, and the
/// token that the model's own template writes behind an answer.
[[nodiscard]] std::vector<TokenId> stop_tokens(const Tokenizer& tokenizer,
                                               const ChatTemplate& format);

} // namespace sotto::inference
