#include "app/cli/command_line.h"

#include "app/cli/command_parsers.h"
#include "app/platform/build_info.h"

#include <string>
#include <utility>

namespace sotto::app {

namespace {

constexpr const char* kGeneralEnd =
    R"(Without a command: the window; the terminal chat where there is no display.
Exit status: 0 done, 1 failed, 2 wrong usage, 3 no model, 4 input refused, 130 interrupted.
Help for one command: sotto COMMAND --help)";

// One sentence: CLI11 puts some of its messages on several lines.
std::string as_sentence(std::string text) {
    for (char& character : text) {
        character = character == '\n' ? ' ' : character;
    }
    while (text.ends_with(' ') || text.ends_with('.')) {
        text.pop_back();
    }
    return text;
}

std::string name_of_deepest(const CLI::App& root) {
    std::string name = "sotto";
    for (const CLI::App* app = &root; !app->get_subcommands().empty();) {
        app = app->get_subcommands().front();
        name += " " + app->get_name();
    }
    return name;
}

} // namespace

std::expected<CommandLine, CommandLineEnd> parse_command_line(int count,
                                                              const char* const* arguments) {
    CLI::App root("Sotto: a private assistant that lives on this device", "sotto");
    CommandLine line;
    // Room for one command: a word after it is its argument, even when it spells another command.
    root.require_subcommand(0, 1);
    root.fallthrough();
    root.set_version_flag("--version", version_text());
    std::string data_dir;
    CLI::Option* data_dir_option =
        root.add_option("--data-dir", data_dir, "Keep everything in this folder")->type_name("DIR");
    root.add_flag_callback(
        "--json", [&line] { line.output = OutputFormat::json; },
        "One JSON value on standard output, messages on standard error");
    root.footer(kGeneralEnd);
    add_ask(root, line.command);
    add_chat(root, line.command);
    add_summarize(root, line.command);
    add_models(root, line.command);
    add_conversations(root, line.command);
    add_documents(root, line.command);
    add_library(root, line.command);
    add_bench(root, line.command);
    add_doctor(root, line.command);
    add_debug(root, line.command);
    try {
        root.parse(count, arguments);
    } catch (const CLI::CallForHelp&) {
        return std::unexpected(CommandLineEnd{ExitStatus::done, root.help()});
    } catch (const CLI::CallForVersion& version) {
        return std::unexpected(
            CommandLineEnd{ExitStatus::done, version.what() + std::string("\n")});
    } catch (const CLI::ParseError& error) {
        return std::unexpected(
            CommandLineEnd{ExitStatus::wrong_usage, as_sentence(error.what()) + "; see " +
                                                        name_of_deepest(root) + " --help"});
    }
    if (data_dir_option->count() > 0) {
        line.data_dir = data_dir;
    }
    return line;
}

} // namespace sotto::app
