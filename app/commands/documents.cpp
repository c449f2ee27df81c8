#include "app/answers/document_prefill.h"
#include "app/answers/token_count.h"
#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/number_format.h"
#include "app/commands/add_documents.h"
#include "app/commands/search.h"
#include "app/json/library_json.h"
#include "app/json/token_json.h"
#include "inference/tokenizer/tokenizer.h"

#include <format>
#include <memory>
#include <utility>

namespace sotto::app {

namespace {

constexpr const char* kExamples = R"(Examples:
  sotto documents add notes.txt
  sotto documents add --prepare handbook.md
  sotto documents add --ocr scan.pdf
  sotto documents add ~/Letters
  sotto documents search '"gate code"'
  sotto documents text 3 | less)";

struct IdOptions {
    DocumentId id;
};

// The lines of the list, and the text of each document.
struct ListedDocuments {
    std::vector<DocumentLine> lines;
    std::vector<DocumentText> texts;
};

Result<ListedDocuments> load_documents(CommandContext& context) {
    const std::shared_ptr<inference::Tokenizer> tokenizer = find_tokenizer(context, "");
    return context.wait_for(
        context.runtime().library(), [tokenizer](Library& library) -> Result<ListedDocuments> {
            auto documents = library.documents().list();
            if (!documents) {
                return std::unexpected(std::move(documents.error()));
            }
            ListedDocuments listed;
            for (DocumentSummary& summary : *documents) {
                auto document = library.documents().text(summary.id);
                if (!document) {
                    return std::unexpected(std::move(document.error()));
                }
                const auto tokens = count_tokens(tokenizer.get(), document->text);
                listed.lines.push_back({std::move(summary), tokens});
                listed.texts.push_back(*std::move(document));
            }
            return listed;
        });
}

ExitStatus run_list(CommandContext& context) {
    auto listed = load_documents(context);
    if (!listed) {
        return context.report(listed.error());
    }
    auto& lines = listed->lines;
    const auto cached = count_cached_tokens(context, listed->texts);
    for (std::size_t i = 0; i < cached.size(); ++i) {
        lines[i].prepared_tokens = cached[i];
    }
    if (context.wants_json()) {
        return context.print(to_json(lines));
    }
    if (lines.empty()) {
        context.terminal().message(
            "There is no document yet; add one with: sotto documents add FILE");
    }
    std::string text;
    for (const auto& [summary, tokens, read_tokens] : lines) {
        const std::string read =
            read_tokens > 0 ? std::format(", {} read", format_integer(read_tokens)) : "";
        text += std::format("{:>5}  {}  ({} characters, {}{}{})\n", summary.id.value, summary.title,
                            format_integer(summary.characters), tokens_text(tokens), read,
                            origin_text(summary.origin));
    }
    return context.print(text);
}

ExitStatus run_text(const IdOptions& options, CommandContext& context) {
    const auto document =
        context.wait_for(context.runtime().library(), [id = options.id](Library& library) {
            return library.documents().text(id);
        });
    if (!document) {
        return context.report(document.error());
    }
    return context.print(context.wants_json() ? text_json(document->text)
                                              : std::string(document->text));
}

ExitStatus run_remove(const IdOptions& options, CommandContext& context) {
    if (auto removed = context.remove(options.id); !removed) {
        return context.report(removed.error());
    }
    return context.print(context.wants_json()
                             ? done_json(options.id.value, "removed")
                             : std::format("Document {} is removed.\n", options.id.value));
}

} // namespace

void add_documents(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("documents", "Keep documents to ask about");
    group.require_subcommand(1);
    group.footer(kExamples);
    add_document_adding(group, command);
    define_command(*group.add_subcommand("list", "List them"), command, run_list);
    CLI::App& text = *group.add_subcommand("text", "Print the text of one");
    add_id(text, define_command(text, command, run_text).id);
    add_document_search(group, command);
    CLI::App& remove = *group.add_subcommand("remove", "Delete one");
    add_id(remove, define_command(remove, command, run_remove).id);
}

} // namespace sotto::app
