#include "app/chat/terminal_chat.h"
#include "app/cli/command.h"

#include <cstdint>

namespace sotto::app {

namespace {

constexpr const char* kExamples = R"(Examples:
  sotto chat
  sotto chat --conversation 12
  sotto chat --document handbook.md
In the chat: /help lists the commands, Ctrl-C stops an answer, Ctrl-D ends the chat.)";

} // namespace

void add_chat(CLI::App& root, Command& command) {
    CLI::App& app = *root.add_subcommand("chat", "Chat in the terminal");
    auto& options = define_command(app, command, run_chat);
    add_model_options(app, options.model);
    add_answer_options(app, options.answer);
    app.add_option("--conversation", options.conversation.value, "Continue a saved conversation")
        ->check(between<std::int64_t>(1, INT64_MAX))
        ->type_name("ID");
    add_document_options(app, options.documents, "A file to talk about");
    add_no_citations(app, options.with_citations);
    add_overflow_policy(app, options.overflow_policy, "drop-oldest");
    app.footer(kExamples);
}

} // namespace sotto::app
