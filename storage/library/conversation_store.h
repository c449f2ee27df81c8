#pragma once

#include "core/ports/conversation_store.h"
#include "storage/library/wall_clock.h"
#include "storage/library/writer_lock.h"
#include "storage/sqlite/sqlite.h"

namespace sotto::storage {

/// The conversations of a library. Runs on: the storage thread.
/// Owner: the library, which keeps the connection and the writer lock alive.
class SqlConversationStore final : public ConversationStore {
public:
    SqlConversationStore(Connection& connection, const WriterLock& writer, WallClock clock);

    Result<std::vector<ConversationSummary>> list() override;
    Result<ConversationSummary> find(ConversationId id) override;
    Result<std::vector<Message>> messages(ConversationId id) override;
    Result<Conversation> whole(ConversationId id) override;
    Result<std::vector<MessageId>> leaves(ConversationId id) override;
    Status choose_branch(ConversationId id, MessageId message) override;
    Result<TurnStart> begin_turn(ConversationId conversation, std::string_view title,
                                 std::string_view user_text, std::string_view model) override;
    Result<TurnStart> begin_edited_turn(ConversationId conversation, MessageId edited,
                                        std::string_view user_text,
                                        std::string_view model) override;
    Result<TurnStart> begin_other_answer(ConversationId conversation, MessageId question,
                                         std::string_view model) override;
    Status add_document_summary(ConversationId conversation, DocumentId document,
                                std::string_view title, std::string_view user_text,
                                const Message& answer) override;
    Result<ConversationId> add(const Conversation& conversation) override;
    Result<std::vector<ConversationId>>
    add_all(const std::vector<Conversation>& conversations) override;
    Result<ConversationId> rollback(const TurnStart& turn, std::string_view title) override;
    Status update_answer(const Message& answer) override;
    Result<ConversationId> attach(ConversationId conversation, std::string_view title,
                                  DocumentId document) override;
    Status detach(ConversationId conversation, DocumentId document) override;
    Result<std::vector<DocumentSummary>> documents(ConversationId id) override;
    Result<ConversationSettings> settings(ConversationId id) override;
    Status set_overflow_policy(ConversationId id, OverflowPolicy overflow_policy) override;
    Status set_reading(ConversationId id, PrefillSetting setting) override;
    Status set_summary(ConversationId id, DocumentId document, SummarySetting setting) override;
    Status rename(ConversationId id, std::string_view title) override;
    Status remove(ConversationId id) override;
    /// Answers that a running program, this one included, is writing do not change.
    Result<std::int64_t> recover_interrupted() override;

private:
    // Run within the caller's transaction.
    Result<TurnStart> begin_turn_in(ConversationId conversation, std::string_view title,
                                    std::string_view user_text, std::string_view model);
    Status update_answer_in(const Message& answer);
    Result<ConversationId> insert_conversation(std::string_view title, UnixMilliseconds now);
    Result<TurnStart> insert_turn(ConversationId conversation, MessageId parent,
                                  std::string_view user_text, std::string_view model);
    Result<MessageId> insert_question(ConversationId conversation, MessageId parent,
                                      std::string_view text, UnixMilliseconds now);
    Result<MessageId> insert_empty_answer(ConversationId conversation, MessageId question,
                                          std::string_view model, UnixMilliseconds now);
    /// Within a transaction.
    Result<ConversationId> insert_whole(const Conversation& conversation);
    Result<MessageId> insert_message(ConversationId conversation, MessageId parent,
                                     const Message& message);
    /// The last message of the active branch; invalid when there is none.
    Result<MessageId> leaf_of(ConversationId id);
    Status set_leaf(ConversationId id, MessageId leaf);
    /// The parent of a question. Errors: not_found.
    Result<MessageId> parent_of_question(ConversationId id, MessageId question);
    Result<std::vector<Message>> branch_to(ConversationId id, MessageId leaf);
    Status remove_empty_answers(ConversationId id, MessageId question);
    /// Only where no question was asked yet and the title is still that of a document.
    Status name_by_question(ConversationId id, std::string_view title);
    Status touch(ConversationId id, UnixMilliseconds now);
    Result<std::vector<std::int64_t>> ended_writers();

    Connection& connection_;
    const WriterLock& writer_;
    WallClock clock_;
};

} // namespace sotto::storage
