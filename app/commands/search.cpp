#include "app/commands/search.h"

#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "app/export/conversation_file.h"
#include "app/json/library_json.h"

#include <format>
#include <string>
#include <vector>

namespace sotto::app {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::string line_of(const MessageHit& hit) {
    return std::format("{:>5}  {}\n       {}: {}\n", hit.conversation.value, hit.title,
                       speaker(hit.role), hit.snippet);
}

std::string line_of(const PassageHit& hit) {
    const std::string place = to_string(hit.place);
    return std::format("{:>5}  {}{}{}\n       {}\n", hit.document.value, hit.title,
                       place.empty() ? "" : ", ", place, hit.snippet);
}

template <class Hit>
ExitStatus print_hits(const Result<std::vector<Hit>>& hits, std::string_view when_empty,
                      CommandContext& context) {
    if (!hits) {
        return context.report(hits.error());
    }
    if (hits->empty()) {
        context.terminal().message(when_empty);
    }
    if (context.wants_json()) {
        return context.print(to_json(*hits));
    }
    std::string text;
    for (const Hit& hit : *hits) {
        text += line_of(hit);
    }
    return context.print(text);
}

ExitStatus run_conversations(const SearchOptions& options, CommandContext& context) {
    const auto hits =
        context.wait_for(context.runtime().library(),
                         [query = joined(options.words), limit = options.limit](Library& library) {
                             return library.search().messages(query, {.limit = limit});
                         });
    return print_hits(hits, "No conversation contains these words.", context);
}

ExitStatus run_documents(const SearchOptions& options, CommandContext& context) {
    const auto hits =
        context.wait_for(context.runtime().library(),
                         [query = joined(options.words), limit = options.limit](Library& library) {
                             return library.search().documents(query, {.limit = limit});
                         });
    return print_hits(hits, "No document contains these words.", context);
}

} // namespace

void add_conversation_search(CLI::App& group, Command& command) {
    CLI::App& app = *group.add_subcommand("search", "Find words in all messages");
    add_search_options(app, define_command(app, command, run_conversations));
}

void add_document_search(CLI::App& group, Command& command) {
    CLI::App& app = *group.add_subcommand("search", "Find words in all documents");
    add_search_options(app, define_command(app, command, run_documents));
}

} // namespace sotto::app
