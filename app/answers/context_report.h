#pragma once

#include "app/cli/command_context.h"
#include "core/context/context_fit.h"
#include "core/error.h"

#include <string>
#include <vector>

namespace sotto::app {

/// What of documents and conversation the model read, one sentence each: "Read in full (41,230
/// tokens).", "12 of 340 parts …". Nothing where there was nothing but the question.
[[nodiscard]] std::vector<std::string> context_sentences(const ContextUse& use);

/// Prints these on standard error.
void show_context_use(CommandContext& context, const ContextUse& use);

/// A plan as lines of a table, the whole context first.
[[nodiscard]] std::vector<std::string> context_lines(const ContextPlan& plan);

/// The refusal of documents that do not fit, with what can be done. Other errors stay as they are.
[[nodiscard]] Error with_choices(Error error);

} // namespace sotto::app
