#pragma once

#include "app/cli/exit_status.h"
#include "app/cli/options.h"

#include <expected>
#include <string>

namespace sotto::app {

/// Why a command line runs no command: help or version were asked for (status done, text for
/// standard output), or it is wrong (status wrong_usage, one sentence for standard error).
struct CommandLineEnd {
    ExitStatus status = ExitStatus::done;
    std::string text;
};

/// Reads the arguments of the program. `arguments`: as given to main().
[[nodiscard]] std::expected<CommandLine, CommandLineEnd>
parse_command_line(int count, const char* const* arguments);

} // namespace sotto::app
