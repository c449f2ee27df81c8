#pragma once

#include "app/cli/command_context.h"
#include "core/conversation.h"
#include "core/error.h"

#include <string>
#include <vector>

namespace sotto::app {

/// Conversations from a file, at least one.
struct ImportedConversations {
    std::string program; ///< that exported them
    std::vector<Conversation> conversations;
};

/// Reads what Sotto or another chat program exported; "-" is standard input. The file is parsed in
/// the sandboxed process that reads documents, and its answer is validated. An interruption stops
/// it. Times that the file does not have are the present. Errors: as ExtractorClient::extract.
[[nodiscard]] Result<ImportedConversations> read_conversations(CommandContext& context,
                                                               const std::string& file);

} // namespace sotto::app
