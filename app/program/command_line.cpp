#include "app/program/command_line.h"

#include "app/commands/command_list.h"
#include "app/platform/build_info.h"

#include <string>

namespace sotto::app {

namespace {

constexpr const char* kFooter =
    R"(Without a command: the window, or the terminal chat where there is no display.
Exit status: 0 done, 1 failed, 2 wrong usage, 3 no model, 4 input refused, 130 interrupted.
Help for one command: sotto COMMAND --help)";

// On one line, without a full stop: CLI11 puts some of its messages on several lines.
std::string one_line(std::string text) {
    for (char& character : text) {
        character = character == '\n' ? ' ' : character;
    }
    while (text.ends_with(' ') || text.ends_with('.')) {
        text.pop_back();
    }
    return text;
}

// "sotto models import", as far as the command line names a command.
std::string command_name(const CLI::App& root) {
    std::string name = "sotto";
    for (const CLI::App* app = &root; !app->get_subcommands().empty();) {
        app = app->get_subcommands().front();
        name += " " + app->get_name();
    }
    return name;
}

} // namespace

void define_command_line(CLI::App& root, CommandLine& line) {
    // At most one command: a word after it is its argument, even when it spells another command.
    root.require_subcommand(0, 1);
    root.fallthrough();
    root.set_version_flag("--version", version_text());
    root.add_option_function<std::string>(
            "--data-dir", [&line](const std::string& folder) { line.data_dir = folder; },
            "Keep everything in this folder")
        ->type_name("DIR");
    root.add_flag_callback(
        "--json", [&line] { line.output = OutputFormat::json; },
        "One JSON value on standard output, messages on standard error");
    root.footer(kFooter);
    add_commands(root, line.command);
}

std::expected<CommandLine, CommandLineEnd> parse_command_line(int count,
                                                              const char* const* arguments) {
    CLI::App root("Sotto: a private assistant that runs on this device", "sotto");
    CommandLine line;
    define_command_line(root, line);
    try {
        root.parse(count, arguments);
    } catch (const CLI::CallForHelp&) {
        return std::unexpected(CommandLineEnd{ExitStatus::done, root.help()});
    } catch (const CLI::CallForVersion& version) {
        return std::unexpected(
            CommandLineEnd{ExitStatus::done, version.what() + std::string("\n")});
    } catch (const CLI::ParseError& error) {
        return std::unexpected(
            CommandLineEnd{ExitStatus::wrong_usage,
                           one_line(error.what()) + "; see " + command_name(root) + " --help"});
    }
    return line;
}

} // namespace sotto::app
