#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"
#include "inference/chat/chat_writer.h"
#include "inference/chat/prompt_messages.h"
#include "inference/jinja/template.h"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace sotto::inference {

/// The chat template in Jinja that came with a model.
struct ModelTemplate {
    jinja::Template program;
    std::string bos; ///< `bos_token`
    std::string eos; ///< `eos_token`
    bool has_thinking = false;
    /// What strftime_now() says in prompts without documents. Those with documents say a date that
    /// never changes, so that what was read once is reused on another day.
    std::chrono::local_seconds (*now)() = nullptr;
};

/// What a prompt's own parts become.
struct MessageOptions {
    SystemTurn system = SystemTurn::if_any;
    DocumentPlace documents = DocumentPlace::user_turn;
};

/// A conversation as the template writes it. Only what the template itself spells becomes a control
/// token; contents are encoded literally. An answer with token_ids is inserted with exactly these.
/// A template that refuses the system role, or roles that do not alternate, or drops a message,
/// gets the instructions as the beginning of the first question and one message in place of
/// neighbours of one role. Errors: invalid_input (the template refuses), unsupported, cancelled.
[[nodiscard]] Result<RenderedChat>
render_model_template(const ChatPrompt& prompt, const ModelTemplate& format, MessageOptions options,
                      TextEncoder& encoder, const std::stop_token& stop);

/// The control token that ends an answer in this template, if there is one: what stands behind an
/// answer.
[[nodiscard]] std::optional<TokenId> answer_end(const ModelTemplate& format,
                                                const Tokenizer& tokenizer);

/// Reads a template. Errors: as jinja::Template::parse; and those of rendering a question, a
/// conversation and one with instructions, so that what cannot be read is known at once.
[[nodiscard]] Result<ModelTemplate> open_model_template(std::string_view jinja,
                                                        const Tokenizer& tokenizer, std::string bos,
                                                        std::string eos);

} // namespace sotto::inference
