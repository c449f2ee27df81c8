#pragma once

#include "core/conversation.h"
#include "core/document.h"
#include "core/error.h"
#include "core/ports/kv_source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sotto {

/// How the next token is sampled from the logits. Applied in this order: repetition penalty,
/// temperature, top-k, top-p, min-p.
struct SamplingOptions {
    float temperature = 0.6F;        ///< 0 = greedy
    std::int32_t top_k = 0;          ///< 0 = off
    float top_p = 0.9F;              ///< 1 = off
    float min_p = 0.0F;              ///< 0 = off
    float repetition_penalty = 1.0F; ///< 1 = off; divides positive, multiplies negative logits
    std::uint64_t seed = 0;          ///< the same seed gives the same answer
};

/// The dtype of cached keys and values.
enum class KvDtype { f32, f16, int8 };

/// A message of a prompt.
struct ChatMessage {
    Role role = Role::user;
    std::string text;
    /// The exact ids that this model generated (assistant only); used instead of the text.
    std::vector<TokenId> token_ids;
};

/// The model to use. It is loaded unless it is in memory.
struct ModelChoice {
    std::string folder;                       ///< an imported model's folder
    std::optional<KvDtype> kv = std::nullopt; ///< unset = the one that goes with the weights
    std::optional<std::int32_t> threads = std::nullopt; ///< unset = one per performance core
    friend bool operator==(const ModelChoice&, const ModelChoice&) = default;
};

/// Whether a model that can think before it answers does so.
enum class Thinking { off, allowed };

/// A prompt: a conversation, for the model's chat template, or plain text after BOS.
struct ChatPrompt {
    std::string system;
    std::vector<DocumentText> documents;
    std::vector<ChatMessage> messages; ///< ends with the user's message
    Thinking thinking = Thinking::off;
};
struct RawPrompt {
    std::string text; ///< may be empty
};

/// Which keys and values of a prompt are stored on disk.
enum class KvSaving {
    none,
    prefix, ///< of instructions and documents, which other prompts share
    turn,   ///< of the whole turn, so that the conversation can continue from it
};

/// A chat prompt as the token ids that the model reads, and how many of them each part takes; the
/// parts add up to the whole. Immutable, so that counting and answering share one copy. Unit of the
/// counts: tokens.
struct TokenizedPrompt {
    std::vector<TokenId> ids;        ///< including BOS and the control tokens of the chat template
    std::int64_t context_tokens = 0; ///< limit for prompt and answer together
    std::int64_t prefix_tokens = 0;  ///< up to the first question; 0 without documents
    bool begins_thinking = false;    ///< the answer begins inside a thinking block

    std::int64_t system = 0;   ///< instructions and the template's tokens around an empty question
    std::int64_t history = 0;  ///< messages before the last
    std::int64_t question = 0; ///< the last message
    /// Of each document, in order.
    std::vector<std::int64_t> documents = {}; // NOLINT(readability-redundant-member-init)
};
using SharedTokens = std::shared_ptr<const TokenizedPrompt>;

/// A prompt to answer, and how.
struct GenerateRequest {
    ModelChoice model;
    std::variant<ChatPrompt, RawPrompt> prompt;
    /// The prompt's tokens, from tokenize() with the same model; null: generate() tokenizes it.
    SharedTokens tokens;
    SamplingOptions sampling;
    std::int64_t max_tokens = 1024;
    KvSaving saving = KvSaving::none;
    std::stop_token stop;
    /// The conversation of the turn and the documents of the prompt, as far as they are in the
    /// library: what is stored of the prompt is removed with them. Before the first question the
    /// documents alone count.
    KvSources sources = {}; // NOLINT(readability-redundant-member-init)
};

/// Instructions and documents to prefill.
struct PrefillRequest {
    ModelChoice model;
    std::string system;
    std::vector<DocumentText> documents;
    std::stop_token stop;
    KvSources sources = {}; ///< the documents, as in GenerateRequest
};

/// The result of a prefill; a stop is not an error.
struct PrefillReport {
    std::int64_t tokens = 0;        ///< of the prefix that all prompts about the documents share
    std::int64_t read_tokens = 0;   ///< of these, computed now or before
    std::int64_t reused_tokens = 0; ///< of these, computed before
    double tokens_per_second = 0;   ///< of those computed now
};

/// Prompts to tokenize.
struct TokenizeRequest {
    ModelChoice model;
    std::vector<ChatPrompt> prompts;
    std::stop_token stop;
};

/// What the model is doing.
enum class Phase { loading, reading, writing };

/// Progress of one request. In `reading`, `done` of `total` prompt tokens have been computed.
struct Progress {
    Phase phase = Phase::loading;
    std::int64_t done = 0;
    std::int64_t total = 0;
};

/// Receives what a request produces; this class itself ignores it. Runs on: the inference thread,
/// which waits until the call returns.
class GenerateObserver {
public:
    virtual ~GenerateObserver() = default;
    virtual void on_progress(const Progress& progress) { static_cast<void>(progress); }
    /// `text`: whole UTF-8 characters, in order.
    virtual void on_text(std::string_view text) { static_cast<void>(text); }
    /// The same for what the model thinks before it answers.
    virtual void on_thinking(std::string_view text) { static_cast<void>(text); }
};

/// A finished answer, also one that the user stopped (FinishReason::cancelled).
struct Generation {
    std::string text;
    std::vector<TokenId> token_ids; ///< of thought and answer, without the stop token
    GenerationStats stats;
    std::string thinking = {}; ///< what the model thought before; not part of later prompts

    /// The ids by which later prompts repeat the answer: none where a thought goes before them.
    [[nodiscard]] std::vector<TokenId> answer_ids() const {
        return thinking.empty() ? token_ids : std::vector<TokenId>();
    }
};

/// Port to the engine. Runs on: the inference thread; one call at a time.
class LanguageModel {
public:
    virtual ~LanguageModel() = default;

    /// Loads the model unless it is in memory. Errors: not_found, corrupt_data, model_mismatch,
    /// out_of_memory, unsupported, cancelled.
    virtual Status prepare(const ModelChoice& model, const std::stop_token& stop,
                           GenerateObserver& observer) = 0;

    /// Answers one request. Stops within 200 ms of its stop token, in every phase. The observer has
    /// received all text before a stop or an error. Errors: as prepare(), and context_too_long
    /// (with the numbers), invalid_input.
    virtual Result<Generation> generate(const GenerateRequest& request,
                                        GenerateObserver& observer) = 0;

    /// Computes and stores the keys and values of documents, slice by slice. After a stop, or in
    /// another run of the program, the next call continues from the last stored block. Errors: as
    /// generate(), and unsupported.
    virtual Result<PrefillReport> prefill(const PrefillRequest& request,
                                          GenerateObserver& observer) {
        static_cast<void>(request);
        static_cast<void>(observer);
        return fail(ErrorCode::unsupported, "this model cannot prefill documents");
    }

    /// Tokenizes prompts exactly as generate() reads them, one result for each; loads the model if
    /// it is not in memory. Time: linear in the text. Stops within 200 ms of its stop token.
    /// Errors: as prepare, and invalid_input.
    virtual Result<std::vector<SharedTokens>> tokenize(const TokenizeRequest& request,
                                                       GenerateObserver& observer) = 0;

    /// Frees memory whose content can be computed again: keys and values of earlier prompts, and
    /// scratch. Called between requests, when memory is scarce; the next answer may start later.
    virtual void release_memory() {}
};

} // namespace sotto
