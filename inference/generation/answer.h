#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"
#include "inference/generation/loaded_model.h"

namespace sotto::inference {

/// Answers one request with a loaded model: tokenizes the prompt unless the request has its tokens,
/// prefills what the session does not have yet, and decodes until a stop token, a limit or a stop
/// request. Errors: context_too_long (with the numbers), invalid_input, corrupt_data (no finite
/// logits), out_of_memory (checked before prefill). A stopped answer is a result with
/// FinishReason::cancelled. Runs on: the inference thread.
[[nodiscard]] Result<Generation> answer(LoadedModel& model, const GenerateRequest& request,
                                        GenerateObserver& observer);

} // namespace sotto::inference
