#pragma once

#include "app/cli/command_context.h"
#include "app/json/citation_list.h"
#include "core/context/context_fit.h"
#include "core/error.h"
#include "core/ports/language_model.h"

#include <string>
#include <vector>

namespace sotto::app {

/// The status line for what the model is doing, e.g. "Reading 512 of 2,048 tokens".
[[nodiscard]] std::string progress_line(const Progress& progress);

/// The grey line after an answer, e.g. "42 tokens · 31.5 tokens/s".
[[nodiscard]] std::string stats_line(const GenerationStats& stats);

/// How much of documents and conversation the model read, one sentence each: "Read in full (41,230
/// tokens).", "Read: 12 of 340 parts …". Empty when there was only the question.
[[nodiscard]] std::vector<std::string> context_sentences(const ContextUse& use);

/// Prints these on standard error.
void show_context_use(CommandContext& context, const ContextUse& use);

/// Prints the list of citations on standard error, so that standard output is the answer alone.
void show_citations(CommandContext& context, const std::vector<TitledCitation>& citations);

/// A plan as lines of a table, the whole context first.
[[nodiscard]] std::vector<std::string> context_lines(const ContextPlan& plan);

/// Adds to the error for documents that do not fit what the user can do. Other errors stay as they
/// are.
[[nodiscard]] Error with_choices(Error error);

} // namespace sotto::app
