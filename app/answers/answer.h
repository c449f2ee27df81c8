#pragma once

#include "app/answers/chosen_model.h"
#include "app/cli/command_context.h"
#include "core/context/context_fit.h"
#include "core/ports/language_model.h"

#include <optional>

namespace sotto::app {

/// Whether text appears on standard output while it is generated.
enum class Streaming { off, on };

/// An answer and how much of the context it used, which is not known for a raw prompt.
struct Answered {
    Generation generation;
    std::optional<ContextUse> use;
};

/// Whether an answer about documents is followed by the passages that it comes from.
enum class CitationList { shown, hidden };

/// Generates an answer, showing the progress on a terminal. An interruption ends the answer and
/// keeps what was generated. Errors: of the model; of standard output; context_too_long.
[[nodiscard]] Result<Answered> generate(CommandContext& context, GenerateRequest request,
                                        Streaming streaming, OverflowPolicy overflow_policy);

/// Generates and prints an answer as text or JSON, then how much of the documents was read and, if
/// requested, the passages that the answer comes from. Returns the exit status.
ExitStatus print_answer(CommandContext& context, const ChosenModel& model,
                        const GenerateRequest& request, CitationList citations,
                        OverflowPolicy overflow_policy = OverflowPolicy::refuse);

} // namespace sotto::app
