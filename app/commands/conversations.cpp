#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/commands/search.h"
#include "app/export/conversation_file.h"
#include "app/export/conversation_import.h"
#include "app/json/enum_names.h"
#include "app/json/library_json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <format>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

constexpr const char* kExamples = R"(Examples:
  sotto conversations list
  sotto conversations search garden
  sotto conversations export 12 --format markdown > talk.md
  sotto conversations import chatgpt-export.zip)";

struct ShowOptions {
    ConversationId id;
    std::optional<std::int64_t> branch; ///< from 1; unset: the active one
};

enum class ExportFormat { markdown, json, html };
struct RemoveOptions {
    ConversationId id;
    std::optional<std::int64_t> message; ///< from 1; unset: the whole conversation
};

struct ExportOptions {
    ConversationId id;
    std::optional<std::int64_t> branch;
    ExportFormat format = ExportFormat::markdown;
};
const std::map<std::string, ExportFormat> kExportFormats{{"markdown", ExportFormat::markdown},
                                                         {"json", ExportFormat::json},
                                                         {"html", ExportFormat::html}};

struct ImportOptions {
    std::string file;
};

// The messages from the first one to `leaf`.
std::vector<Message> branch_to(MessageId leaf, std::vector<Message> all) {
    std::vector<Message> branch;
    for (auto message = all.rbegin(); message != all.rend(); ++message) {
        if (message->id == leaf) {
            leaf = message->parent;
            branch.push_back(std::move(*message));
        }
    }
    std::ranges::reverse(branch);
    return branch;
}

Result<Conversation> load(CommandContext& context, ConversationId id) {
    return context.wait_for(context.runtime().library(),
                            [id](Library& library) { return library.conversations().whole(id); });
}

// The messages of one branch. Errors: of the library; not_found.
Result<Conversation> load_branch(CommandContext& context, ConversationId id,
                                 std::optional<std::int64_t> number) {
    auto conversation = load(context, id);
    if (!conversation) {
        return conversation;
    }
    const auto leaves = context.wait_for(context.runtime().library(), [id](Library& library) {
        return library.conversations().leaves(id);
    });
    if (!leaves) {
        return std::unexpected(leaves.error());
    }
    if (number && (*number < 1 || *number > std::ssize(*leaves))) {
        return fail(ErrorCode::not_found,
                    leaves->size() == 1
                        ? std::string("the conversation has one branch")
                        : std::format("the conversation has {} branches", leaves->size()));
    }
    if (number) {
        conversation->leaf = (*leaves)[static_cast<std::size_t>(*number - 1)];
    } else if (leaves->size() > 1 && !context.wants_json()) {
        context.terminal().message(
            std::format("This is one of {} branches; --branch N shows another.", leaves->size()));
    }
    conversation->messages = branch_to(conversation->leaf, std::move(conversation->messages));
    return conversation;
}

std::string as_text(const Conversation& conversation) {
    std::string text = conversation.summary.title + "\n";
    for (const Message& message : conversation.messages) {
        text += std::format("\n{}{}:\n{}\n", speaker(message.role), state_note(message.state),
                            message.text);
    }
    return text;
}

ExitStatus run_list(CommandContext& context) {
    const auto list = context.wait_for(context.runtime().library(), [](Library& library) {
        return library.conversations().list();
    });
    if (!list) {
        return context.report(list.error());
    }
    if (context.wants_json()) {
        return context.print(to_json(*list));
    }
    if (list->empty()) {
        context.terminal().message("There is no conversation yet; start one with: sotto chat");
    }
    std::string text;
    for (const ConversationSummary& conversation : *list) {
        text += std::format("{:>5}  {}  {}\n", conversation.id.value,
                            to_iso8601(conversation.updated_at), conversation.title);
    }
    return context.print(text);
}

ExitStatus run_show(const ShowOptions& options, CommandContext& context) {
    const auto conversation = load_branch(context, options.id, options.branch);
    if (!conversation) {
        return context.report(conversation.error());
    }
    return context.print(context.wants_json() ? to_json(*conversation) : as_text(*conversation));
}

ExitStatus run_export(const ExportOptions& options, CommandContext& context) {
    // JSON keeps all branches; the other formats have no place for them.
    const bool is_json = options.format == ExportFormat::json || context.wants_json();
    const auto conversation = is_json && !options.branch
                                  ? load(context, options.id)
                                  : load_branch(context, options.id, options.branch);
    if (!conversation) {
        return context.report(conversation.error());
    }
    if (is_json) {
        return context.print(to_json(*conversation));
    }
    return context.print(options.format == ExportFormat::html
                             ? conversation_html(*conversation)
                             : conversation_markdown(*conversation));
}

ExitStatus run_import(const ImportOptions& options, CommandContext& context) {
    const auto imported = read_conversations(context, options.file);
    if (!imported) {
        return context.report(imported.error());
    }
    const std::vector<Conversation>& conversations = imported->conversations;
    const auto ids =
        context.wait_for(context.runtime().library(), [&conversations](Library& library) {
            return library.conversations().add_all(conversations);
        });
    if (!ids) {
        return context.report(ids.error());
    }
    if (context.wants_json()) {
        return context.print(imported_json(*ids));
    }
    if (ids->size() > 1) {
        return context.print(
            std::format("{} conversations of {} are imported.\n", ids->size(), imported->program));
    }
    return context.print(std::format("Conversation {}: {}, {} messages.\n", ids->front().value,
                                     conversations.front().summary.title,
                                     conversations.front().messages.size()));
}

// The message at a place of a conversation, counted from 1. Errors: of the library; not_found.
Result<MessageId> message_at(CommandContext& context, ConversationId conversation,
                             std::int64_t number) {
    return context.wait_for(
        context.runtime().library(), [&](Library& library) -> Result<MessageId> {
            const auto messages = library.conversations().messages(conversation);
            if (!messages) {
                return std::unexpected(messages.error());
            }
            if (number < 1 || number > std::ssize(*messages)) {
                return fail(ErrorCode::not_found,
                            std::format("the conversation has {} messages", messages->size()));
            }
            return (*messages)[static_cast<std::size_t>(number - 1)].id;
        });
}

ExitStatus run_remove(const RemoveOptions& options, CommandContext& context) {
    RemovalTarget target = options.id;
    if (options.message) {
        const auto message = message_at(context, options.id, *options.message);
        if (!message) {
            return context.report(message.error());
        }
        target = *message;
    }
    if (auto removed = context.remove(target); !removed) {
        return context.report(removed.error());
    }
    if (context.wants_json()) {
        return context.print(done_json(options.id.value, "removed"));
    }
    return context.print(
        options.message
            ? std::format("A question and its answer are removed from conversation {}.\n",
                          options.id.value)
            : std::format("Conversation {} is removed.\n", options.id.value));
}

void add_branch(CLI::App& app, std::optional<std::int64_t>& branch) {
    app.add_option(
           "--branch", branch,
           "The branch, counted from 1, of edited questions and other answers (the one that "
           "was shown last)")
        ->type_name("N");
}

} // namespace

void add_conversations(CLI::App& root, Command& command) {
    CLI::App& group =
        *root.add_subcommand("conversations", "List, search, show and export conversations");
    group.require_subcommand(1);
    group.footer(kExamples);
    define_command(*group.add_subcommand("list", "List them, the last used first"), command,
                   run_list);
    CLI::App& show = *group.add_subcommand("show", "Print one");
    auto& shown = define_command(show, command, run_show);
    add_id(show, shown.id);
    add_branch(show, shown.branch);
    add_conversation_search(group, command);
    CLI::App& exported = *group.add_subcommand("export", "Print one as a file");
    auto& options = define_command(exported, command, run_export);
    add_id(exported, options.id);
    add_branch(exported, options.branch);
    add_choice(exported, "--format", options.format, "Format of the file (markdown)",
               kExportFormats);
    CLI::App& imported =
        *group.add_subcommand("import", "Add those that Sotto or another chat program exported");
    imported
        .add_option("FILE", define_command(imported, command, run_import).file,
                    "A file of Sotto, ChatGPT, Claude, GPT4All, Jan, LM Studio or Open WebUI; - "
                    "reads standard input")
        ->required();
    CLI::App& remove = *group.add_subcommand("remove", "Delete one");
    auto& removed = define_command(remove, command, run_remove);
    add_id(remove, removed.id);
    remove
        .add_option("--message", removed.message,
                    "Delete only this message, counted from 1, with the other one of its turn")
        ->type_name("NUMBER");
}

} // namespace sotto::app
