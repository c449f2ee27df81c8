#pragma once

#include "core/error.h"
#include "core/ports/kv_store.h"
#include "core/ports/language_model.h"
#include "inference/chat/chat_template.h"
#include "inference/generation/speculative_decoder.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/transformer/memory_budget.h"
#include "inference/transformer/session.h"
#include "inference/transformer/transformer.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace sotto::inference {

/// A model in memory, ready to answer: weights, tokenizer, chat template, and the KV cache of the
/// last prompt. Runs on: the inference thread.
class LoadedModel {
public:
    /// Opens the folder of an imported model. Errors: not_found, corrupt_data, unsupported,
    /// cancelled, out_of_memory, io.
    [[nodiscard]] static Result<std::unique_ptr<LoadedModel>> open(const ModelChoice& choice,
                                                                   const LoadOptions& options = {});

    /// Assembles a model from its parts. `choice`: for the KV dtype and the number of threads.
    [[nodiscard]] static Result<std::unique_ptr<LoadedModel>>
    assemble(const ModelConfig& config, std::unique_ptr<WeightSource> weights,
             std::unique_ptr<Tokenizer> tokenizer, const ModelChoice& choice,
             const LoadOptions& options = {});

    LoadedModel(const LoadedModel&) = delete;
    LoadedModel& operator=(const LoadedModel&) = delete;

    [[nodiscard]] const ModelChoice& choice() const { return choice_; }
    [[nodiscard]] const ModelConfig& config() const { return transformer_->config(); }
    [[nodiscard]] const Tokenizer& tokenizer() const { return *tokenizer_; }
    [[nodiscard]] const ChatTemplate& chat_template() const { return chat_template_; }
    [[nodiscard]] Transformer& transformer() { return *transformer_; }
    [[nodiscard]] Session& session() { return session_; }
    [[nodiscard]] SpeculationState& speculation() { return speculation_; }

    /// Source of the memory check before a long prefill: the kernel, unless a test replaces it.
    void set_memory_source(std::function<std::optional<MemoryState>()> source) {
        memory_source_ = std::move(source);
    }
    /// Checks that there is memory for the keys and values of this many tokens, given those already
    /// in the cache. Errors: out_of_memory, with the numbers.
    [[nodiscard]] Status check_room_for(std::size_t tokens) const;

    /// Where keys and values are persisted, and the model's root key there; nowhere unless set.
    void set_kv_store(std::shared_ptr<KvStore> store, const KvKey& root) {
        kv_store_ = std::move(store);
        kv_root_ = root;
    }
    [[nodiscard]] KvStore* kv_store() const { return kv_store_.get(); }
    [[nodiscard]] const KvKey& kv_root() const { return kv_root_; }

    /// A prompt as token ids, BOS included; of a raw one nothing else is known. Errors:
    /// invalid_input, cancelled.
    [[nodiscard]] Result<SharedTokens> tokenize(const std::variant<ChatPrompt, RawPrompt>& prompt,
                                                const std::stop_token& stop);

    /// The common prefix of all conversations with these instructions and documents. Errors:
    /// invalid_input (there are none), cancelled.
    [[nodiscard]] Result<std::vector<TokenId>>
    render_prefix(const std::string& system, const std::vector<DocumentText>& documents,
                  const std::stop_token& stop = {});

    /// Gives back the memory of what was tokenized last.
    void drop_encoded_texts() { encoder_.clear(); }

    /// Whether this token ends an answer, by the chat template or the model's configuration.
    [[nodiscard]] bool is_stop(TokenId token) const;

    /// Number of tokens that may be sampled: those that both the model and its tokenizer know.
    [[nodiscard]] std::size_t sampleable_tokens() const;

    /// The BOS token: the configuration's, else the tokenizer's.
    [[nodiscard]] std::optional<TokenId> bos() const;

private:
    LoadedModel(ModelChoice choice, std::unique_ptr<WeightSource> weights,
                std::unique_ptr<Tokenizer> tokenizer, ChatTemplate chat_template,
                std::unique_ptr<Transformer> transformer);

    ModelChoice choice_;
    std::unique_ptr<WeightSource> weights_; // the embedding is read from it
    std::unique_ptr<Tokenizer> tokenizer_;
    TextEncoder encoder_;
    std::unique_ptr<Transformer> transformer_;
    ChatTemplate chat_template_;
    Session session_;
    SpeculationState speculation_;
    std::function<std::optional<MemoryState>()> memory_source_ = [] { return read_memory_state(); };
    std::vector<TokenId> stop_tokens_;
    std::shared_ptr<KvStore> kv_store_;
    KvKey kv_root_;
};

/// The KV dtype that goes with the weights: f32 with f32, else int8. Errors: those of the source.
[[nodiscard]] Result<KvDtype> default_kv_dtype(const ModelConfig& config, WeightSource& weights);

} // namespace sotto::inference
