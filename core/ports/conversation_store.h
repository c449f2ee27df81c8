#pragma once

#include "core/conversation.h"
#include "core/document.h"
#include "core/error.h"
#include "core/ports/conversation_settings.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// The two rows a turn begins with.
struct TurnStart {
    ConversationId conversation;
    MessageId user;
    MessageId assistant;   ///< without text, in state `writing`
    MessageId leaf_before; ///< the last message of the branch that was active before
    /// The question was there before: the turn is another answer to it.
    bool answers_again = false;
};

/// Port to the saved conversations. Runs on: the storage thread. Each change is one transaction and
/// durable when the call returns. Errors of all: io, out_of_space, corrupt_data; not_found for an
/// unknown id.
class ConversationStore {
public:
    virtual ~ConversationStore() = default;

    /// All conversations, the most recently used first.
    virtual Result<std::vector<ConversationSummary>> list() = 0;

    virtual Result<ConversationSummary> find(ConversationId id) = 0;

    /// The messages of a conversation's active branch, oldest first.
    virtual Result<std::vector<Message>> messages(ConversationId id) = 0;

    /// A conversation with the messages of all branches, oldest first, and so parents first.
    virtual Result<Conversation> whole(ConversationId id) = 0;

    /// The last message of each branch, oldest first; of a branch's messages, the active ones
    /// belong to the branch of Conversation::leaf.
    virtual Result<std::vector<MessageId>> leaves(ConversationId id) = 0;

    /// The branch with a message becomes the active one: up to it and, behind it, its latest
    /// messages. Errors: not_found when the conversation does not have the message.
    virtual Status choose_branch(ConversationId id, MessageId message) = 0;

    /// Saves a user's message and an empty answer to it, before anything is generated. An invalid
    /// `conversation` creates one with `title`. A conversation without messages that is named after
    /// one of its documents gets `title`, too.
    virtual Result<TurnStart> begin_turn(ConversationId conversation, std::string_view title,
                                         std::string_view user_text, std::string_view model) = 0;

    /// The same for a question in the place of an earlier one, `edited`, whose branch stays saved.
    /// Errors also: not_found when `edited` is not a question of the conversation.
    virtual Result<TurnStart> begin_edited_turn(ConversationId conversation, MessageId edited,
                                                std::string_view user_text,
                                                std::string_view model) = 0;

    /// Saves another empty answer to a question that was asked before. Answers without a word that
    /// failed or were stopped are removed. Errors also: as begin_edited_turn().
    virtual Result<TurnStart> begin_other_answer(ConversationId conversation, MessageId question,
                                                 std::string_view model) = 0;

    /// Saves the summary of a document as an answer to `user_text`, with its statistics, and ends
    /// its SummarySetting::wanted, in one transaction: it is there as a whole or still wanted.
    /// Errors also: not_found when the conversation does not have the document.
    virtual Status add_document_summary(ConversationId conversation, DocumentId document,
                                        std::string_view title, std::string_view user_text,
                                        const Message& answer) = 0;

    /// Saves a conversation from elsewhere as a new one, with its title, times and messages, those
    /// in state `writing` as `interrupted`. Their ids only tell which is the parent of which;
    /// messages without ids follow each other.
    virtual Result<ConversationId> add(const Conversation& conversation) = 0;

    /// The same for several: all of them or, after an error, none.
    virtual Result<std::vector<ConversationId>>
    add_all(const std::vector<Conversation>& conversations) = 0;

    /// Removes a turn that was started with `title`: question (unless it was there before) and
    /// answer, so that the branch before is active again, and the conversation when it is empty
    /// then (the returned id is invalid). A conversation that has only documents left is named
    /// after the first of them again, if its title is `title`.
    virtual Result<ConversationId> rollback(const TurnStart& turn, std::string_view title) = 0;

    /// Replaces an answer's text, token ids, state and statistics. Its id, role, model and
    /// created_at stay.
    virtual Status update_answer(const Message& answer) = 0;

    /// Adds a stored document to a conversation, behind its other documents; one that it already
    /// has stays in its place. An invalid `conversation` creates one with `title`. Returns the
    /// conversation.
    virtual Result<ConversationId> attach(ConversationId conversation, std::string_view title,
                                          DocumentId document) = 0;

    /// Removes a document from a conversation; it stays in the library. Errors: not_found when the
    /// conversation does not have it.
    virtual Status detach(ConversationId conversation, DocumentId document) = 0;

    /// The documents of a conversation, in the order in which they were attached.
    virtual Result<std::vector<DocumentSummary>> documents(ConversationId id) = 0;

    virtual Result<ConversationSettings> settings(ConversationId id) = 0;
    virtual Status set_overflow_policy(ConversationId id, OverflowPolicy overflow_policy) = 0;
    /// For all documents of the conversation. A document that is attached later takes the setting
    /// of those before it.
    virtual Status set_reading(ConversationId id, PrefillSetting setting) = 0;
    /// Errors: not_found when the conversation does not have the document.
    virtual Status set_summary(ConversationId id, DocumentId document, SummarySetting setting) = 0;

    virtual Status rename(ConversationId id, std::string_view title) = 0;
    virtual Status remove(ConversationId id) = 0;

    /// Marks all answers in state `writing` as `interrupted`; called once at start-up. Returns
    /// their number.
    virtual Result<std::int64_t> recover_interrupted() = 0;
};

} // namespace sotto
