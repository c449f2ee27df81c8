#pragma once

#include "app/cli/command_context.h"
#include "app/cli/exit_status.h"
#include "app/cli/options.h"

namespace sotto::app {

/// The commands; each prints its result or one sentence about what went wrong. Runs on: the main
/// thread.
ExitStatus run(const AskOptions& options, CommandContext& context);
ExitStatus run(const ChatOptions& options, CommandContext& context);
ExitStatus run(const SummarizeOptions& options, CommandContext& context);
ExitStatus run(const ModelsImport& options, CommandContext& context);
ExitStatus run(const ModelsList& options, CommandContext& context);
ExitStatus run(const ModelsInfo& options, CommandContext& context);
ExitStatus run(const ModelsVerify& options, CommandContext& context);
ExitStatus run(const ModelsUse& options, CommandContext& context);
ExitStatus run(const ModelsRemove& options, CommandContext& context);
ExitStatus run(const ModelsExport& options, CommandContext& context);
ExitStatus run(const ConversationsList& options, CommandContext& context);
ExitStatus run(const ConversationsShow& options, CommandContext& context);
ExitStatus run(const ConversationsSearch& options, CommandContext& context);
ExitStatus run(const ConversationsExport& options, CommandContext& context);
ExitStatus run(const ConversationsImport& options, CommandContext& context);
ExitStatus run(const ConversationsRemove& options, CommandContext& context);
ExitStatus run(const DocumentsAdd& options, CommandContext& context);
ExitStatus run(const DocumentsList& options, CommandContext& context);
ExitStatus run(const DocumentsText& options, CommandContext& context);
ExitStatus run(const DocumentsSearch& options, CommandContext& context);
ExitStatus run(const DocumentsRemove& options, CommandContext& context);
ExitStatus run(const LibraryBackup& options, CommandContext& context);
ExitStatus run(const LibraryRestore& options, CommandContext& context);
ExitStatus run(const DebugTokenize& options, CommandContext& context);
ExitStatus run(const DebugDetokenize& options, CommandContext& context);
ExitStatus run(const DebugLogits& options, CommandContext& context);
ExitStatus run(const DebugPerplexity& options, CommandContext& context);
ExitStatus run(const Doctor& options, CommandContext& context);
ExitStatus run(const Bench& options, CommandContext& context);

/// No command: the terminal chat when there is a terminal, else the sample question.
ExitStatus run(const NoCommand& options, CommandContext& context);

/// Answers the sample question about the sample document.
ExitStatus run_sample(CommandContext& context);

} // namespace sotto::app
