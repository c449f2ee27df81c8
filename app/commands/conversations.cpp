#include "app/cli/command_list.h"
#include "app/documents/text_file.h"
#include "app/export/conversation_file.h"
#include "app/export/json_output.h"

#include <format>
#include <utility>

namespace sotto::app {

namespace {

Result<Conversation> load(CommandContext& context, ConversationId id) {
    return context.wait_for(context.runtime().library(),
                            [id](Library& library) -> Result<Conversation> {
                                auto summary = library.conversations().find(id);
                                if (!summary) {
                                    return std::unexpected(std::move(summary.error()));
                                }
                                auto messages = library.conversations().messages(id);
                                if (!messages) {
                                    return std::unexpected(std::move(messages.error()));
                                }
                                return Conversation{std::move(*summary), std::move(*messages)};
                            });
}

std::string as_text(const Conversation& conversation) {
    std::string text = conversation.summary.title + "\n";
    for (const Message& message : conversation.messages) {
        text += std::format("\n{}{}:\n{}\n", speaker(message.role), state_note(message.state),
                            message.text);
    }
    return text;
}

std::string as_markdown(const Conversation& conversation) {
    std::string text = "# " + conversation.summary.title + "\n";
    for (const Message& message : conversation.messages) {
        text += std::format("\n## {}{}\n\n{}\n", speaker(message.role), state_note(message.state),
                            message.text);
    }
    return text;
}

std::string as_json(const Conversation& conversation) {
    return to_json(conversation.summary, conversation.messages);
}

} // namespace

ExitStatus run(const ConversationsList&, CommandContext& context) {
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
        context.terminal().message("There is no conversation yet; begin one with: sotto chat");
    }
    std::string text;
    for (const ConversationSummary& conversation : *list) {
        text += std::format("{:>5}  {}  {}\n", conversation.id.value,
                            to_iso8601(conversation.updated_at), conversation.title);
    }
    return context.print(text);
}

ExitStatus run(const ConversationsShow& options, CommandContext& context) {
    const auto conversation = load(context, options.id);
    if (!conversation) {
        return context.report(conversation.error());
    }
    return context.print(context.wants_json() ? as_json(*conversation) : as_text(*conversation));
}

ExitStatus run(const ConversationsExport& options, CommandContext& context) {
    const auto conversation = load(context, options.id);
    if (!conversation) {
        return context.report(conversation.error());
    }
    if (options.format == ExportFormat::json || context.wants_json()) {
        return context.print(as_json(*conversation));
    }
    return context.print(options.format == ExportFormat::html ? conversation_html(*conversation)
                                                              : as_markdown(*conversation));
}

ExitStatus run(const ConversationsImport& options, CommandContext& context) {
    const auto conversation = read_bytes(options.file).and_then(parse_conversation);
    if (!conversation) {
        return context.report(conversation.error());
    }
    const auto id =
        context.wait_for(context.runtime().library(), [&conversation](Library& library) {
            return library.conversations().add(conversation->summary, conversation->messages);
        });
    if (!id) {
        return context.report(id.error());
    }
    return context.print(context.wants_json() ? done_json(id->value, "imported")
                                              : std::format("Conversation {}: {}, {} messages.\n",
                                                            id->value, conversation->summary.title,
                                                            conversation->messages.size()));
}

ExitStatus run(const ConversationsRemove& options, CommandContext& context) {
    const auto removed =
        context.wait_for(context.runtime().library(), [id = options.id](Library& library) {
            return library.conversations().remove(id);
        });
    if (!removed) {
        return context.report(removed.error());
    }
    return context.print(context.wants_json()
                             ? done_json(options.id.value, "removed")
                             : std::format("Conversation {} is removed.\n", options.id.value));
}

} // namespace sotto::app
