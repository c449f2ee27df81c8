#include "app/export/conversation_import.h"

#include "app/documents/extractor_client.h"
#include "app/export/conversation_file.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace sotto::app {

namespace {

// Seconds, as an export has them.
UnixMilliseconds now() {
    return std::chrono::milliseconds(std::chrono::floor<std::chrono::seconds>(
                                         std::chrono::system_clock::now().time_since_epoch()))
        .count();
}

void fill_times(Conversation& conversation, UnixMilliseconds time) {
    const auto fill = [time](UnixMilliseconds& missing) {
        missing = missing == 0 ? time : missing;
    };
    fill(conversation.summary.created_at);
    fill(conversation.summary.updated_at);
    for (Message& message : conversation.messages) {
        fill(message.created_at);
    }
}

} // namespace

Result<ImportedConversations> read_conversations(CommandContext& context, const std::string& file) {
    const ExtractorClient extractor(find_extract_program());
    ExtractOptions options;
    options.content = FileContent::conversations;
    const auto extracted = extractor.extract(file, context.stop_on_interrupt(), options);
    context.signals().set_handler(nullptr);
    if (!extracted) {
        return fail(extracted.error().code, extracted.error().detail);
    }
    ImportedConversations imported{extracted->document.title, {}};
    const UnixMilliseconds time = now();
    std::string_view lines = extracted->document.text.view();
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        auto conversation = parse_conversation(std::string(line));
        if (!conversation) {
            return std::unexpected(std::move(conversation.error()));
        }
        fill_times(*conversation, time);
        imported.conversations.push_back(*std::move(conversation));
    }
    if (imported.conversations.empty()) {
        return fail(ErrorCode::invalid_input, "there is no conversation in " + file);
    }
    return imported;
}

} // namespace sotto::app
