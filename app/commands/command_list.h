#pragma once

#include "app/cli/command.h"

namespace sotto::app {

/// Declares all commands on `root`, in the order in which its help lists them. `command` is set to
/// the one that the command line names, and outlives the parser.
void add_commands(CLI::App& root, Command& command);

} // namespace sotto::app
