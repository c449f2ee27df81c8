// The documents of a conversation: a part of SqlConversationStore.

#include "storage/library/conversation_store.h"
#include "storage/library/document_row.h"

#include <format>

namespace sotto::storage {
namespace {

Status check_document(Connection& connection, DocumentId id) {
    auto row = connection.query("SELECT 1 FROM document WHERE id = ?1", id.value);
    if (!row) {
        return std::unexpected(row.error());
    }
    const auto found = row->step();
    if (!found) {
        return std::unexpected(found.error());
    }
    return *found ? Status() : fail(ErrorCode::not_found, "there is no such document");
}

} // namespace

Result<ConversationId> SqlConversationStore::attach(ConversationId conversation,
                                                    std::string_view title, DocumentId document) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    if (Status status = check_document(connection_, document); !status) {
        return std::unexpected(status.error());
    }
    const UnixMilliseconds now = clock_();
    if (!conversation.is_valid()) {
        const auto made = insert_conversation(title, now);
        if (!made) {
            return made;
        }
        conversation = *made;
    } else if (Status status = touch(conversation, now); !status) {
        return std::unexpected(status.error());
    }
    Status status =
        connection_.run("INSERT OR IGNORE INTO conversation_document "
                        "(conversation_id, document_id, number, joined_after) VALUES (?1, ?2, "
                        "(SELECT coalesce(max(number), -1) + 1 FROM conversation_document "
                        "WHERE conversation_id = ?1), "
                        "(SELECT coalesce(max(id), 0) FROM message WHERE conversation_id = ?1))",
                        conversation.value, document.value);
    if (status) {
        status = transaction->commit();
    }
    if (!status) {
        return std::unexpected(status.error());
    }
    return conversation;
}

Status SqlConversationStore::detach(ConversationId conversation, DocumentId document) {
    Status status = connection_.run(
        "DELETE FROM conversation_document WHERE conversation_id = ?1 AND document_id = ?2",
        conversation.value, document.value);
    if (status && connection_.changes() == 0) {
        return fail(ErrorCode::not_found, "the document is not attached to the conversation");
    }
    return status;
}

Result<std::vector<DocumentSummary>> SqlConversationStore::documents(ConversationId id) {
    auto summaries = read_document_summaries(connection_.query(
        std::format("SELECT {}, joined_after FROM conversation_document JOIN document ON "
                    "document.id = document_id WHERE conversation_id = ?1 ORDER BY number",
                    kDocumentSummaryColumns),
        id.value));
    if (summaries && summaries->empty()) {
        if (auto summary = find(id); !summary) {
            return std::unexpected(summary.error());
        }
    }
    return summaries;
}

} // namespace sotto::storage
