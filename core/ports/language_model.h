#pragma once

#include "core/conversation.h"
#include "core/document.h"
#include "core/error.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sotto {

/// How the next token is drawn from the logits. Applied in this order: repetition penalty,
/// temperature, top-k, top-p, min-p.
struct SamplingOptions {
    float temperature = 0.6F;        ///< 0 = greedy
    std::int32_t top_k = 0;          ///< 0 = off
    float top_p = 0.9F;              ///< 1 = off
    float min_p = 0.0F;              ///< 0 = off
    float repetition_penalty = 1.0F; ///< 1 = off; divides positive, multiplies negative logits
    std::uint64_t seed = 0;          ///< the same seed gives the same answer
};

/// In which form keys and values are cached.
enum class KvDtype { f32, f16, int8 };

/// One earlier message as the model sees it.
struct ChatMessage {
    Role role = Role::user;
    std::string text;
    /// The exact ids this model wrote (assistant only); when present they are used instead of text.
    std::vector<TokenId> token_ids;
};

/// Which model to answer with. The engine loads it when it is not the one in memory.
struct ModelChoice {
    std::string folder;                       ///< an imported model's folder
    std::optional<KvDtype> kv = std::nullopt; ///< nothing = the one that goes with the weights
    std::optional<std::int32_t> threads = std::nullopt; ///< nothing = one per performance core
    friend bool operator==(const ModelChoice&, const ModelChoice&) = default;
};

/// A prompt: either a conversation, put into the model's chat template, or plain text after BOS.
struct ChatPrompt {
    std::string system;
    std::vector<DocumentText> documents;
    std::vector<ChatMessage> messages; ///< ends with the user's message
};
struct RawPrompt {
    std::string text; ///< may be empty
};

/// What of a text outlives the program as keys and values. Nothing derived from a private text is
/// written.
enum class KvSaving {
    none,
    prefix, ///< instructions and documents, which other questions share
    turn,   ///< and all that was said, to be gone on from
};

/// What an answer may use.
struct GenerateRequest {
    ModelChoice model;
    std::variant<ChatPrompt, RawPrompt> prompt;
    SamplingOptions sampling;
    std::int64_t max_tokens = 1024;
    KvSaving saving = KvSaving::none;
    std::stop_token stop;
};

/// Instructions and documents to be read ahead of any question about them.
struct PrefillRequest {
    ModelChoice model;
    std::string system;
    std::vector<DocumentText> documents;
    std::stop_token stop;
};

/// What reading ahead came to; a stop is not an error.
struct PrefillReport {
    std::int64_t tokens = 0;        ///< that every question about the documents begins with
    std::int64_t read_tokens = 0;   ///< of these, read now or before
    std::int64_t reused_tokens = 0; ///< of these, read before
    double tokens_per_second = 0;   ///< of those read now
};

/// Prompts whose tokens are to be counted.
struct CountRequest {
    ModelChoice model;
    std::vector<ChatPrompt> prompts;
    std::stop_token stop;
};

/// Exact numbers, by the model's own tokenizer and template. Unit: tokens.
struct PromptCounts {
    std::vector<std::int64_t> prompt_tokens; ///< of each prompt, what generate() would read
    std::int64_t context_tokens = 0;         ///< prompt and answer together have at most these
};

/// What the model is busy with.
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
};

/// A finished answer. A stop by the user is an answer too (FinishReason::cancelled).
struct Generation {
    std::string text;
    std::vector<TokenId> token_ids; ///< the ending stop token left out
    GenerationStats stats;
};

/// The port to the engine. Runs on: the inference thread; one call at a time.
class LanguageModel {
public:
    virtual ~LanguageModel() = default;

    /// Loads the model if it is not in memory. Errors: not_found, corrupt_data, model_mismatch,
    /// out_of_memory, unsupported, cancelled.
    virtual Status prepare(const ModelChoice& model, const std::stop_token& stop,
                           GenerateObserver& observer) = 0;

    /// Answers one request; stops within 200 ms of its stop token, in every phase. What was written
    /// before a stop or an error has been given to the observer. Errors: as prepare, and
    /// context_too_long (says the numbers), invalid_input.
    virtual Result<Generation> generate(const GenerateRequest& request,
                                        GenerateObserver& observer) = 0;

    /// Reads documents ahead, slice by slice, and keeps what was read beyond the program's end,
    /// also after a stop: the next call goes on from there. Errors: as generate, and unsupported.
    virtual Result<PrefillReport> prefill(const PrefillRequest& request,
                                          GenerateObserver& observer) {
        static_cast<void>(request);
        static_cast<void>(observer);
        return fail(ErrorCode::unsupported, "this model cannot read ahead");
    }

    /// Counts the tokens of prompts, exactly as generate() would read them; loads the model if it
    /// is not in memory. Errors: as prepare, and invalid_input.
    virtual Result<PromptCounts> count(const CountRequest& request, GenerateObserver& observer) = 0;

    /// Gives back memory whose content can be computed again: keys and values of earlier prompts,
    /// and scratch. The next answer may begin later for it. Between requests, when memory is
    /// scarce.
    virtual void release_memory() {}
};

} // namespace sotto
