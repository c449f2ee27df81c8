#pragma once

#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/exit_status.h"

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

namespace sotto::app {

/// A parsed command line.
struct CommandLine {
    std::optional<std::filesystem::path> data_dir;
    OutputFormat output = OutputFormat::text;
    Command command; ///< empty: none was given
};

/// Why a command line runs no command: help or version were asked for (status done, text for
/// standard output), or it is wrong (status wrong_usage, one sentence for standard error).
struct CommandLineEnd {
    ExitStatus status = ExitStatus::done;
    std::string text;
};

/// Declares the general options and all commands on `root`. Parsing with it fills in `line`, which
/// outlives it.
void define_command_line(CLI::App& root, CommandLine& line);

/// Parses the arguments of the program, as given to main().
[[nodiscard]] std::expected<CommandLine, CommandLineEnd>
parse_command_line(int count, const char* const* arguments);

} // namespace sotto::app
