#pragma once

#include "core/context/context_plan.h"
#include "core/error.h"
#include "core/ports/language_model.h"
#include "core/ports/overflow_policy.h"

#include <cstdint>
#include <string>

namespace sotto {

/// What was done so that a prompt fits.
struct ContextUse {
    ContextPlan plan;                   ///< of what is read in the end
    std::int64_t truncated_turns = 0;   ///< oldest turns that are not read
    std::int64_t summarized_turns = 0;  ///< oldest turns of which a summary is read
    std::int64_t document_parts = 0;    ///< parts of the documents that are read; 0 = in full
    std::int64_t of_document_parts = 0; ///< parts they have
};

struct FittedPrompt {
    ChatPrompt prompt;
    ContextUse use;
};

/// The summary of a conversation's oldest turns, to be used again while it stands for the same.
struct TurnSummary {
    std::string turns; ///< what was summarized
    std::string text;
};

/// Makes a prompt (a ChatPrompt) fit the model's context, or says with the numbers why it does not.
/// Turns are left out in blocks of about a quarter of the room for them, so that most turns begin
/// as the one before did and its keys and values are found again. `kept`: a summary made before,
/// replaced when another is needed. Errors: context_too_long, and of the model. Runs on: the
/// inference thread.
[[nodiscard]] Result<FittedPrompt> fit_context(LanguageModel& model, const GenerateRequest& request,
                                               OverflowPolicy overflow_policy, TurnSummary& kept,
                                               GenerateObserver& observer);

/// As fit_context, but only counts: no summary is made, so that turns that one would stand for are
/// counted as nothing, and a prompt that nothing makes fit is given as it is, with its plan. Parts
/// are not searched for either. Errors: of the model.
[[nodiscard]] Result<FittedPrompt> count_fit(LanguageModel& model, const GenerateRequest& request,
                                             OverflowPolicy overflow_policy,
                                             GenerateObserver& observer);

struct FittedAnswer {
    Generation generation;
    ContextUse use;
};

/// Makes the prompt fit and answers it. Errors: as fit_context and LanguageModel::generate.
[[nodiscard]] Result<FittedAnswer> answer_in_context(LanguageModel& model,
                                                     const GenerateRequest& request,
                                                     OverflowPolicy overflow_policy,
                                                     TurnSummary& kept, GenerateObserver& observer);

} // namespace sotto
