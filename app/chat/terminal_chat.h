#pragma once

#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "core/context/context_fit.h"
#include "core/ids.h"

namespace sotto::app {

/// How a terminal chat begins.
struct ChatOptions {
    ModelOptions model;
    AnswerOptions answer;
    ConversationId conversation; ///< invalid = a new one
    DocumentOptions documents;
    bool with_citations = true; ///< list the passages that each answer comes from
    OverflowPolicy overflow_policy = OverflowPolicy::drop_oldest;
};

/// Chats in the terminal until the input ends. Runs on: the main thread.
ExitStatus run_chat(const ChatOptions& options, CommandContext& context);

} // namespace sotto::app
