#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"

#include <cstdint>
#include <stop_token>

namespace sotto {

/// What a prompt puts into a model's context, exactly as the engine tokenizes it. Unit: tokens,
/// including those of the chat template.
struct ContextPlan {
    std::int64_t context = 0; ///< limit for prompt and answer together
    std::int64_t system = 0;  ///< instructions
    std::int64_t documents = 0;
    std::int64_t history = 0; ///< earlier turns
    std::int64_t question = 0;
    std::int64_t answer = 0; ///< reserved for the answer, which may use more if there is more

    /// The whole prompt: GenerationStats::prompt_tokens.
    [[nodiscard]] std::int64_t prompt() const { return system + documents + history + question; }
    /// What prompt and answer leave free; negative when they do not fit.
    [[nodiscard]] std::int64_t free() const { return context - prompt() - answer; }
    [[nodiscard]] bool fits() const { return free() >= 0; }
};

/// The tokens to reserve for an answer: less than a high limit, since most answers end before it.
[[nodiscard]] std::int64_t answer_room(std::int64_t context_tokens, std::int64_t answer_tokens);

/// The plan of a prompt. `answer_tokens`: the answer's limit.
[[nodiscard]] ContextPlan make_plan(const TokenizedPrompt& prompt, std::int64_t answer_tokens);

/// Tokenizes one prompt. Errors: of LanguageModel::tokenize. Runs on: the inference thread.
[[nodiscard]] Result<SharedTokens> tokenize(LanguageModel& model, const ModelChoice& choice,
                                            ChatPrompt prompt, const std::stop_token& stop,
                                            GenerateObserver& observer);

/// The error for a prompt that does not fit: one sentence with the numbers.
[[nodiscard]] Error context_full_error(const ContextPlan& plan);

} // namespace sotto
