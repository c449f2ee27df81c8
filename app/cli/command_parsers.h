#pragma once

#include "app/cli/options.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace sotto::app {

// What the commands' parsers share. Each add_… below declares one command with its options on the
// root parser; when it is chosen, its options are copied into `command`, which outlives the parser.

void add_ask(CLI::App& root, Command& command);
void add_chat(CLI::App& root, Command& command);
void add_summarize(CLI::App& root, Command& command);
void add_models(CLI::App& root, Command& command);
void add_conversations(CLI::App& root, Command& command);
void add_documents(CLI::App& root, Command& command);
void add_library(CLI::App& root, Command& command);
void add_bench(CLI::App& root, Command& command);
void add_doctor(CLI::App& root, Command& command);
void add_debug(CLI::App& root, Command& command);

/// --model
void add_model_name(CLI::App& app, ModelOptions& model);
/// --model, --kv, --threads
void add_model_options(CLI::App& app, ModelOptions& model);
/// --system, --max-tokens and how the next token is chosen
void add_answer_options(CLI::App& app, AnswerOptions& answer);

/// --when-full
void add_overflow_policy(CLI::App& app, OverflowPolicy& overflow_policy,
                         const std::string& otherwise);
/// --ocr
void add_recognition(CLI::App& app, Recognition& recognition);
/// --no-citations
void add_no_citations(CLI::App& app, bool& with_citations);

/// An option that takes one word of a list, and whose help names the words.
template <class Target, class Value>
void add_choice(CLI::App& app, const std::string& name, Target& target, const std::string& what,
                const std::map<std::string, Value>& words) {
    std::string list;
    for (const auto& [word, meaning] : words) {
        list += (list.empty() ? "" : "|") + word;
    }
    app.add_option_function<std::string>(
           name, [&target, words](const std::string& word) { target = words.at(word); }, what)
        ->check(CLI::Validator(
            [words, list, name](std::string& word) {
                return words.contains(word) ? std::string()
                                            : name + " is one of " + list + ", not " + word;
            },
            "", "choice"))
        ->type_name(list);
}

/// A number within bounds, with a sentence when it is not.
template <class Number>
CLI::Validator between(Number low, Number high) {
    return CLI::Range(low, high).description("");
}

/// The options of one command, kept as long as the parser, and copied out when the command is
/// chosen.
template <class Options>
Options& begin(CLI::App& app, Command& command) {
    auto options = std::make_shared<Options>();
    app.final_callback([options, &command] { command = *options; });
    return *options;
}

/// A command about one stored thing, named by its number.
template <class Options>
CLI::App& add_id_command(CLI::App& group, Command& command, const char* name, const char* what,
                         Options** made = nullptr) {
    CLI::App& app = *group.add_subcommand(name, what);
    auto& options = begin<Options>(app, command);
    app.add_option("ID", options.id.value, "Its number, as the list shows it")
        ->required()
        ->check(between<std::int64_t>(1, INT64_MAX));
    if (made != nullptr) {
        *made = &options;
    }
    return app;
}

} // namespace sotto::app
