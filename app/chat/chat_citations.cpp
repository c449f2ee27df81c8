#include "app/chat/chat_citations.h"

#include "app/answers/answer_report.h"

#include <utility>

namespace sotto::app {

namespace {

// Documents that were in the conversation when the turn began.
Result<std::vector<DocumentId>> find_documents(Library& library, const TurnStart& turn) {
    const auto documents = library.conversations().documents(turn.conversation);
    if (!documents) {
        return std::unexpected(documents.error());
    }
    std::vector<DocumentId> ids;
    for (const DocumentSummary& document : *documents) {
        if (document.joined_after < turn.user) {
            ids.push_back(document.id);
        }
    }
    return ids;
}

Result<std::vector<DocumentText>> read_texts(Library& library,
                                             const std::vector<DocumentId>& documents) {
    std::vector<DocumentText> texts;
    for (const DocumentId id : documents) {
        auto text = library.documents().text(id);
        if (!text) {
            return std::unexpected(std::move(text.error()));
        }
        texts.push_back(std::move(*text));
    }
    return texts;
}

} // namespace

// Builds the index of the turn's documents, unless it is the present one.
Status ChatCitations::open(const TurnStart& turn) {
    Bound<Library>& library = context_.runtime().library();
    auto documents = context_.wait_for(
        library, [&turn](Library& opened) { return find_documents(opened, turn); });
    if (!documents) {
        return std::unexpected(std::move(documents.error()));
    }
    if (index_ && *documents == documents_) {
        return {};
    }
    index_.reset(); // before the next one takes memory
    auto texts = context_.wait_for(
        library, [&documents](Library& opened) { return read_texts(opened, *documents); });
    if (!texts) {
        return std::unexpected(std::move(texts.error()));
    }
    index_ = std::make_unique<const CitationIndex>(*std::move(texts));
    documents_ = *std::move(documents);
    return {};
}

void ChatCitations::show(const TurnStart& turn, std::string_view answer) {
    if (Status opened = open(turn); !opened) {
        context_.report(opened.error());
        return;
    }
    show_citations(context_, cite(*index_, answer));
}

} // namespace sotto::app
