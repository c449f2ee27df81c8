#pragma once

#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "app/cli/exit_status.h"
#include "core/context/context_fit.h"

#include <string>

namespace sotto::app {

/// What the command line says for all questions of `ask --jsonl`.
struct QuestionLineOptions {
    ModelOptions model;
    AnswerOptions answer;
    DocumentOptions documents; ///< of lines that name none
    Thinking thinking = Thinking::off;
    bool with_citations = true;
    OverflowPolicy overflow_policy = OverflowPolicy::refuse;
    std::string file; ///< the questions, or "-" for standard input
};

/// Answers each line of a file (see parse_question) with one line of JSON, in order, by one model
/// that is loaded once. A question that cannot be answered gets a line with the error, and the
/// others go on; an interruption ends them. Returns the exit status of the first question that
/// failed, else done.
ExitStatus answer_question_lines(const QuestionLineOptions& options, CommandContext& context);

} // namespace sotto::app
