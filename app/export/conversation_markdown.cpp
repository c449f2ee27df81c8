#include "app/export/conversation_file.h"
#include "app/export/markdown_message.h"

#include <format>

namespace sotto::app {

std::string conversation_markdown(const Conversation& conversation) {
    std::string text = "# " + markdown_title(conversation.summary.title) + "\n";
    for (const Message& message : conversation.messages) {
        text += std::format("\n## {}{}\n\n{}\n", speaker(message.role), state_note(message.state),
                            markdown_message(message.text));
    }
    return text;
}

} // namespace sotto::app
