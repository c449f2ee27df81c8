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
    MessageId assistant; ///< empty, in state `writing`
};

/// Port to the saved conversations. Runs on: the storage thread. Every change is one transaction,
/// durable when the call returns (a killed process loses nothing acknowledged).
/// Errors of all: io, out_of_space, corrupt_data; not_found for an unknown id.
class ConversationStore {
public:
    virtual ~ConversationStore() = default;

    /// All conversations, the last used first.
    virtual Result<std::vector<ConversationSummary>> list() = 0;

    virtual Result<ConversationSummary> find(ConversationId id) = 0;

    /// All messages of a conversation, oldest first.
    virtual Result<std::vector<Message>> messages(ConversationId id) = 0;

    /// Saves a user's message and the place of its answer, before anything is generated. An invalid
    /// `conversation` makes a new one, titled `title`; so is one in which nothing was said yet and
    /// which still has the name of one of its documents.
    virtual Result<TurnStart> begin_turn(ConversationId conversation, std::string_view title,
                                         std::string_view user_text, std::string_view model) = 0;

    /// Saves a whole conversation that comes from elsewhere, as a new one: its title, times and
    /// messages (their ids are not used; what was being written is interrupted).
    virtual Result<ConversationId> add(const ConversationSummary& conversation,
                                       const std::vector<Message>& messages) = 0;

    /// Removes a turn that was not taken, begun with `title`: question and answer, and the
    /// conversation where nothing else is in it (then the returned id is invalid). One that has
    /// only documents gets the name of the first again, if it had got `title`.
    virtual Result<ConversationId> rollback(const TurnStart& turn, std::string_view title) = 0;

    /// Replaces an answer's text, ids, state and figures (id, role, model and created_at are kept).
    virtual Status update_answer(const Message& answer) = 0;

    /// Makes a stored document one that a conversation is about, after the others and after what
    /// was said so far; what it is about already stays where it is. An invalid `conversation` makes
    /// a new one, titled `title`. Returns the conversation.
    virtual Result<ConversationId> attach(ConversationId conversation, std::string_view title,
                                          DocumentId document) = 0;

    /// The document stays in the library; attached again, it joins anew. Errors: not_found when the
    /// conversation is not about it.
    virtual Status detach(ConversationId conversation, DocumentId document) = 0;

    /// What a conversation is about, in the order in which it was attached.
    virtual Result<std::vector<DocumentSummary>> documents(ConversationId id) = 0;

    /// What the user has decided for a conversation.
    virtual Result<ConversationSettings> settings(ConversationId id) = 0;
    virtual Status set_overflow_policy(ConversationId id, OverflowPolicy overflow_policy) = 0;
    /// Of all its documents; those that come later are read ahead unless one before them is not.
    virtual Status set_reading(ConversationId id, PrefillSetting setting) = 0;
    /// Errors: not_found when the conversation is not about the document.
    virtual Status set_summary(ConversationId id, DocumentId document, SummarySetting setting) = 0;

    virtual Status rename(ConversationId id, std::string_view title) = 0;
    virtual Status remove(ConversationId id) = 0;

    /// Marks every answer still in state `writing` as `interrupted`; called once at start-up.
    /// Returns how many there were.
    virtual Result<std::int64_t> recover_interrupted() = 0;
};

} // namespace sotto
