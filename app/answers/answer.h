#pragma once

#include "app/cli/command_context.h"
#include "app/export/citation_list.h"
#include "core/context/context_fit.h"
#include "core/ports/language_model.h"
#include "core/ports/profile.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::app {

/// A model that was found, and how to ask it.
struct ChosenModel {
    ModelDetails details;
    ModelChoice choice;
    Profile profile; ///< with the command line's settings
};

/// Finds the model that the options name, or the default one. Errors: not_found, of its files.
[[nodiscard]] Result<ChosenModel> choose_model(CommandContext& context, const ModelOptions& model,
                                               const AnswerOptions& answer);

/// The status line for what the model is busy with, e.g. "Reading 512 of 2,048 tokens".
[[nodiscard]] std::string progress_line(const Progress& progress);

/// The quiet line after an answer, e.g. "42 tokens, 31.5 a second".
[[nodiscard]] std::string stats_line(const GenerationStats& stats);

/// Whether text appears on standard output while it is written.
enum class Streaming { off, on };

/// What an answer came to; of a raw prompt no use of the context is known.
struct Answered {
    Generation generation;
    std::optional<ContextUse> use;
};

/// Asks the model, showing its progress on a terminal. An interruption ends the answer and keeps
/// what was written. Errors: of the model; of standard output; context_too_long.
[[nodiscard]] Result<Answered> generate(CommandContext& context, GenerateRequest request,
                                        Streaming streaming, OverflowPolicy overflow_policy);

/// Generates and prints an answer in the form asked for, then how much of the documents was read
/// and, if requested, where the answer stands in them; returns the status that goes with it.
ExitStatus print_answer(CommandContext& context, const ChosenModel& model,
                        const GenerateRequest& request, CitationList citations,
                        OverflowPolicy overflow_policy = OverflowPolicy::refuse);

} // namespace sotto::app
