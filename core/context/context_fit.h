#pragma once

#include "core/context/context_plan.h"
#include "core/error.h"
#include "core/ports/language_model.h"
#include "core/ports/overflow_policy.h"

#include <cstdint>
#include <string>

namespace sotto {

/// How a prompt uses the context, and what was done to make it fit.
struct ContextUse {
    ContextPlan plan;                      ///< of the fitted prompt
    std::int64_t truncated_turns = 0;      ///< oldest turns that were dropped
    std::int64_t summarized_turns = 0;     ///< oldest turns that were replaced by a summary
    std::int64_t document_parts = 0;       ///< parts of the documents that are read; 0 = all
    std::int64_t total_document_parts = 0; ///< parts that the documents have
};

struct FittedPrompt {
    ChatPrompt prompt;
    SharedTokens tokens; ///< of the prompt
    ContextUse use;
};

/// The summary of a conversation's oldest turns, reused while it is about the same turns.
struct TurnSummary {
    std::string turns; ///< their text
    std::string text;  ///< the summary
};

/// Makes a prompt (a ChatPrompt) fit the model's context. Uses the request's tokens where it has
/// them. Turns are dropped in blocks of about a quarter of the room for them, so that most prompts
/// begin as the one before did and find its keys and values. `kept`: an earlier summary, replaced
/// when another is needed. Errors: context_too_long (with the numbers), and of the model. Runs on:
/// the inference thread.
[[nodiscard]] Result<FittedPrompt> fit_context(LanguageModel& model, const GenerateRequest& request,
                                               OverflowPolicy overflow_policy, TurnSummary& kept,
                                               GenerateObserver& observer);

/// Like fit_context(), but only counts: no summary is generated, so that summarized turns count as
/// nothing, and documents are not searched. A prompt that cannot be made to fit is returned
/// unchanged, with its plan. Errors: of the model.
[[nodiscard]] Result<FittedPrompt> count_fit(LanguageModel& model, const GenerateRequest& request,
                                             OverflowPolicy overflow_policy,
                                             GenerateObserver& observer);

struct FittedAnswer {
    Generation generation;
    ContextUse use;
};

/// Makes the prompt fit and answers it. Errors: as fit_context() and LanguageModel::generate().
[[nodiscard]] Result<FittedAnswer> answer_in_context(LanguageModel& model,
                                                     const GenerateRequest& request,
                                                     OverflowPolicy overflow_policy,
                                                     TurnSummary& kept, GenerateObserver& observer);

} // namespace sotto
