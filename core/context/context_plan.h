#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"

#include <cstdint>
#include <span>
#include <vector>

namespace sotto {

/// What a prompt puts into a model's context, exactly as the engine reads it. Unit: tokens, marks
/// of the chat template included.
struct ContextPlan {
    std::int64_t context = 0;   ///< what prompt and answer may have together
    std::int64_t system = 0;    ///< instructions
    std::int64_t documents = 0; ///< texts to read
    std::int64_t history = 0;   ///< what was said before
    std::int64_t question = 0;  ///< what is asked now
    std::int64_t answer = 0;    ///< kept free for the answer, which may have more if there is more

    /// The whole prompt: what GenerationStats calls prompt_tokens.
    [[nodiscard]] std::int64_t prompt() const { return system + documents + history + question; }
    /// What is left beside prompt and answer; negative when they do not fit.
    [[nodiscard]] std::int64_t free() const { return context - prompt() - answer; }
    [[nodiscard]] bool fits() const { return free() >= 0; }
};

/// Tokens that stay free for an answer when a prompt is to fit: of a long answer's limit a part,
/// since most answers end before it.
[[nodiscard]] std::int64_t answer_room(std::int64_t context_tokens, std::int64_t answer_tokens);

/// The prompts whose token counts make a plan of `prompt`, which ends with the question.
[[nodiscard]] std::vector<ChatPrompt> plan_prompts(const ChatPrompt& prompt);

/// The plan, from the counts of plan_prompts(). `answer_tokens`: the answer's limit.
[[nodiscard]] ContextPlan make_plan(const PromptCounts& counts, std::int64_t answer_tokens);

/// Counts and plans. Errors: of LanguageModel::count. Runs on: the inference thread.
[[nodiscard]] Result<ContextPlan> plan_context(LanguageModel& model, const ModelChoice& choice,
                                               const ChatPrompt& prompt, std::int64_t answer_tokens,
                                               const std::stop_token& stop,
                                               GenerateObserver& observer);

/// The refusal of a prompt that does not fit: one sentence with the numbers.
[[nodiscard]] Error context_full_error(const ContextPlan& plan);

} // namespace sotto
