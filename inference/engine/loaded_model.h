#pragma once

#include "core/error.h"
#include "core/language_model.h"
#include "inference/engine/session.h"
#include "inference/engine/transformer.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"
#include "inference/tokenizer/chat_template.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace sotto::inference {

/// A model in memory, ready to answer: weights, tokenizer, chat form, and the KV of the last
/// prompt. Runs on: the inference thread.
class LoadedModel {
public:
    /// Opens an imported model's folder. Errors: not_found, corrupt_data, unsupported, cancelled,
    /// out_of_memory, io.
    [[nodiscard]] static Result<std::unique_ptr<LoadedModel>> open(const ModelChoice& choice,
                                                                   const LoadControl& control = {});

    /// Puts a model together from its parts. `kv`, `threads`: as in ModelChoice.
    [[nodiscard]] static Result<std::unique_ptr<LoadedModel>>
    assemble(const ModelConfig& config, std::unique_ptr<WeightSource> weights,
             std::unique_ptr<Tokenizer> tokenizer, const ModelChoice& choice,
             const LoadControl& control = {});

    LoadedModel(const LoadedModel&) = delete;
    LoadedModel& operator=(const LoadedModel&) = delete;

    [[nodiscard]] const ModelChoice& choice() const { return choice_; }
    [[nodiscard]] const ModelConfig& config() const { return transformer_->config(); }
    [[nodiscard]] const Tokenizer& tokenizer() const { return *tokenizer_; }
    [[nodiscard]] ChatForm chat_form() const { return chat_form_; }
    [[nodiscard]] Transformer& transformer() { return *transformer_; }
    [[nodiscard]] Session& session() { return session_; }

    /// Token ids of a prompt, BOS included. Errors: invalid_input.
    [[nodiscard]] Result<std::vector<TokenId>>
    render(const std::variant<ChatPrompt, RawPrompt>& prompt) const;

    /// Whether this token ends an answer in the chat form, or whatever the form.
    [[nodiscard]] bool is_stop(TokenId token) const;

    /// Tokens that may be drawn: those that both the model and its tokenizer have.
    [[nodiscard]] std::size_t drawable_tokens() const;

    /// Beginning-of-text: the configuration's, else the tokenizer's.
    [[nodiscard]] std::optional<TokenId> bos() const;

private:
    LoadedModel(ModelChoice choice, std::unique_ptr<WeightSource> weights,
                std::unique_ptr<Tokenizer> tokenizer, std::unique_ptr<Transformer> transformer);

    ModelChoice choice_;
    std::unique_ptr<WeightSource> weights_; // the embedding's rows are read from it
    std::unique_ptr<Tokenizer> tokenizer_;
    ChatForm chat_form_;
    std::unique_ptr<Transformer> transformer_;
    Session session_;
    std::vector<TokenId> stop_tokens_;
};

/// The form of KV that goes with the weights: f32 with f32, else int8. Errors: of the source.
[[nodiscard]] Result<KvForm> default_kv_form(const ModelConfig& config, WeightSource& weights);

} // namespace sotto::inference
