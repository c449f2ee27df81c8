#pragma once

#include "app/cli/exit_status.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace sotto::app {

class CommandContext;

/// A command with its options, ready to run; empty when the command line names none.
/// Runs on: the main thread. It prints its result, or one sentence about what went wrong.
using Command = std::function<ExitStatus(CommandContext&)>;

/// Makes `app` the parser of a command that `run` executes, and returns the options that the parser
/// fills in. `command` is set when the command line names this command, and outlives the parser.
template <class Options>
Options& define_command(CLI::App& app, Command& command,
                        ExitStatus (*run)(const Options&, CommandContext&)) {
    const auto options = std::make_shared<Options>();
    app.final_callback([options, run, &command] {
        command = [options, run](CommandContext& context) { return run(*options, context); };
    });
    return *options;
}

/// The same for a command without options.
inline void define_command(CLI::App& app, Command& command, ExitStatus (*run)(CommandContext&)) {
    app.final_callback([run, &command] { command = run; });
}

/// An option that takes one word of a list; its help names the words.
template <class Target, class Value>
void add_choice(CLI::App& app, const std::string& name, Target& target, const std::string& help,
                const std::map<std::string, Value>& words) {
    std::string list;
    for (const auto& [word, value] : words) {
        list += (list.empty() ? "" : "|") + word;
    }
    app.add_option_function<std::string>(
           name, [&target, words](const std::string& word) { target = words.at(word); }, help)
        ->check(CLI::Validator(
            [words, list, name](std::string& word) {
                return words.contains(word) ? std::string()
                                            : name + " is one of " + list + ", not " + word;
            },
            "", "choice"))
        ->type_name(list);
}

/// Accepts numbers from `low` to `high`; adds nothing to the help.
template <class Number>
CLI::Validator between(Number low, Number high) {
    return CLI::Range(low, high).description("");
}

/// The positional argument ID of a command about one conversation or document.
template <class Id>
void add_id(CLI::App& app, Id& id) {
    app.add_option("ID", id.value, "Its number, as the list shows it")
        ->required()
        ->check(between<std::int64_t>(1, INT64_MAX));
}

} // namespace sotto::app
