#pragma once

#include "app/cli/command.h"

namespace sotto::app {

/// `search` of the groups `conversations` and `documents`.
void add_conversation_search(CLI::App& group, Command& command);
void add_document_search(CLI::App& group, Command& command);

} // namespace sotto::app
