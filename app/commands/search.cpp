#include "app/cli/command_list.h"
#include "app/export/conversation_file.h"
#include "app/export/json_output.h"

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
ExitStatus print_hits(const Result<std::vector<Hit>>& hits, std::string_view nothing_found,
                      CommandContext& context) {
    if (!hits) {
        return context.report(hits.error());
    }
    if (hits->empty()) {
        context.terminal().message(nothing_found);
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

} // namespace

ExitStatus run(const ConversationsSearch& options, CommandContext& context) {
    const auto hits =
        context.wait_for(context.runtime().library(),
                         [query = joined(options.words), limit = options.limit](Library& library) {
                             return library.search().messages(query, {.limit = limit});
                         });
    return print_hits(hits, "No conversation has these words.", context);
}

ExitStatus run(const DocumentsSearch& options, CommandContext& context) {
    const auto hits =
        context.wait_for(context.runtime().library(),
                         [query = joined(options.words), limit = options.limit](Library& library) {
                             return library.search().documents(query, {.limit = limit});
                         });
    return print_hits(hits, "No document has these words.", context);
}

} // namespace sotto::app
