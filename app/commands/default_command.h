#pragma once

#include "app/cli/command_context.h"

namespace sotto::app {

/// What `sotto` does without a command and without a window: the terminal chat when it has a
/// terminal, else it answers the example question about the example document.
ExitStatus run_default_command(CommandContext& context);

} // namespace sotto::app
