#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"
#include "inference/generation/loaded_model.h"

namespace sotto::inference {

/// Answers one request with a model in memory: renders the prompt, computes what its session does
/// not have yet, and writes until a stop token, a limit or a stop. Errors: context_too_long (with
/// the numbers), invalid_input, corrupt_data (the model computes no numbers), out_of_memory (told
/// before a prompt is read that finds no room). A stop is an answer, FinishReason::cancelled. Runs
/// on: the inference thread.
[[nodiscard]] Result<Generation> answer(LoadedModel& model, const GenerateRequest& request,
                                        GenerateObserver& observer);

} // namespace sotto::inference
