#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/ports/language_model.h"
#include "inference/chat/text_encoder.h"
#include "inference/tokenizer/tokenizer.h"

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// How a family marks the turns of a conversation. Data, so that a family is a row.
enum class ChatTemplateKind {
    llama4, ///< <|header_start|>role<|header_end|>\n\n…<|eot|> (MobileLLM-Pro, the starter model)
    llama3, ///< <|start_header_id|>role<|end_header_id|>\n\n…<|eot_id|>
    gemma,  ///< <start_of_turn>role\n…<end_of_turn>\n; the system text leads the first user text
    plain,  ///< "User: …\nAssistant: …"; for models without control tokens
};

/// The form a vocabulary can express, found by the control tokens it has.
[[nodiscard]] ChatTemplateKind chat_template_kind_of(const Tokenizer& tokenizer);

/// Token ids of a conversation, from BOS to where the assistant begins to write. Control tokens are
/// put in as ids; what people wrote is encoded literally. Earlier answers that carry token_ids are
/// put in with exactly these. Rendering is prefix-stable: adding messages at the end only appends
/// tokens after the last answer's.
/// Errors: invalid_input (no messages, or the last one is not the user's).
[[nodiscard]] Result<std::vector<TokenId>>
render_chat(const ChatPrompt& prompt, const Tokenizer& tokenizer, ChatTemplateKind form);

/// The same ids, and what each part of the prompt takes of them. The prefix of a prompt that leaves
/// no room in the context for an answer is not looked for: it is 0. Errors: as render_chat, and
/// cancelled.
[[nodiscard]] Result<TokenizedPrompt> tokenize_chat(const ChatPrompt& prompt, TextEncoder& encoder,
                                                    ChatTemplateKind form,
                                                    std::size_t context_tokens,
                                                    const std::stop_token& stop);

/// The ids that every conversation with these instructions and documents begins with: up to the
/// first question. Errors: invalid_input (there are none), cancelled.
[[nodiscard]] Result<std::vector<TokenId>>
render_prefix(const std::string& system, const std::vector<DocumentText>& documents,
              TextEncoder& encoder, ChatTemplateKind form, const std::stop_token& stop = {});

/// The ids that end an answer in this form (in addition to the model's own EOS ids).
[[nodiscard]] std::vector<TokenId> stop_tokens(const Tokenizer& tokenizer, ChatTemplateKind form);

} // namespace sotto::inference
