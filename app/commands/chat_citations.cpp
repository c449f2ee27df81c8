#include "app/commands/chat_citations.h"

#include <utility>

namespace sotto::app {

Result<std::vector<DocumentText>> ChatCitations::read_documents(ConversationId conversation) {
    return context_.wait_for(context_.runtime().library(),
                             [conversation](Library& library) -> Result<std::vector<DocumentText>> {
                                 const auto documents =
                                     library.conversations().documents(conversation);
                                 if (!documents) {
                                     return std::unexpected(documents.error());
                                 }
                                 std::vector<DocumentText> texts;
                                 for (const DocumentSummary& document : *documents) {
                                     auto text = library.documents().text(document.id);
                                     if (!text) {
                                         return std::unexpected(std::move(text.error()));
                                     }
                                     texts.push_back(std::move(*text));
                                 }
                                 return texts;
                             });
}

void ChatCitations::show(ConversationId conversation, std::string_view answer) {
    if (!index_) {
        auto documents = read_documents(conversation);
        if (!documents) {
            context_.report(documents.error());
            return;
        }
        index_ = std::make_unique<const CitationIndex>(*std::move(documents));
    }
    show_citations(context_, cite(*index_, answer));
}

} // namespace sotto::app
