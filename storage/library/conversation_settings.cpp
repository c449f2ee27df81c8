// A conversation's settings, its summaries, and the rollback of a turn: a part of
// SqlConversationStore.

#include "storage/library/conversation_store.h"
#include "storage/library/single_line.h"
#include "storage/sqlite/enum_strings.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace sotto::storage {
namespace {

// Each in the order of its enumerators.
constexpr std::array<std::string_view, 4> kOverflowPolicies = {"refuse", "drop_oldest", "summarize",
                                                               "search"};
constexpr std::array<std::string_view, 2> kPrefillSettings = {"ahead", "stopped"};
constexpr std::array<std::string_view, 3> kSummarySettings = {"none", "wanted", "stopped"};
static_assert(static_cast<int>(OverflowPolicy::search) == 3 &&
              static_cast<int>(PrefillSetting::stopped) == 1 &&
              static_cast<int>(SummarySetting::stopped) == 2);

std::unexpected<Error> damaged() {
    return fail(ErrorCode::corrupt_data, "the saved settings of a conversation are damaged");
}

std::unexpected<Error> no_conversation() {
    return fail(ErrorCode::not_found, "there is no such conversation");
}

Result<OverflowPolicy> read_overflow_policy(Connection& connection, ConversationId id) {
    auto rows =
        connection.query("SELECT overflow_policy FROM conversation WHERE id = ?1", id.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    const auto found = rows->step();
    if (!found) {
        return std::unexpected(found.error());
    }
    if (!*found) {
        return no_conversation();
    }
    const auto overflow_policy = parse<OverflowPolicy>(kOverflowPolicies, rows->text(0));
    if (!overflow_policy) {
        return damaged();
    }
    return *overflow_policy;
}

} // namespace

Result<ConversationSettings> SqlConversationStore::settings(ConversationId id) {
    const auto overflow_policy = read_overflow_policy(connection_, id);
    if (!overflow_policy) {
        return std::unexpected(overflow_policy.error());
    }
    ConversationSettings settings;
    settings.overflow_policy = *overflow_policy;
    auto rows = connection_.query("SELECT document_id, reading, summary FROM conversation_document "
                                  "WHERE conversation_id = ?1 ORDER BY number",
                                  id.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    const Status status = rows->for_each([&](const Statement& row) -> Status {
        const auto reading = parse<PrefillSetting>(kPrefillSettings, row.text(1));
        const auto summary = parse<SummarySetting>(kSummarySettings, row.text(2));
        if (!reading || !summary) {
            return damaged();
        }
        settings.documents.push_back({DocumentId{row.integer(0)}, *reading, *summary});
        return {};
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return settings;
}

Status SqlConversationStore::set_overflow_policy(ConversationId id,
                                                 OverflowPolicy overflow_policy) {
    Status status = connection_.run("UPDATE conversation SET overflow_policy = ?2 WHERE id = ?1",
                                    id.value, to_string(kOverflowPolicies, overflow_policy));
    if (status && connection_.changes() == 0) {
        return no_conversation();
    }
    return status;
}

Status SqlConversationStore::set_reading(ConversationId id, PrefillSetting setting) {
    return connection_.run(
        "UPDATE conversation_document SET reading = ?2 WHERE conversation_id = ?1", id.value,
        to_string(kPrefillSettings, setting));
}

Status SqlConversationStore::set_summary(ConversationId id, DocumentId document,
                                         SummarySetting setting) {
    Status status = connection_.run("UPDATE conversation_document SET summary = ?3 "
                                    "WHERE conversation_id = ?1 AND document_id = ?2",
                                    id.value, document.value, to_string(kSummarySettings, setting));
    if (status && connection_.changes() == 0) {
        return fail(ErrorCode::not_found, "the document is not attached to the conversation");
    }
    return status;
}

Status SqlConversationStore::add_document_summary(ConversationId conversation, DocumentId document,
                                                  std::string_view title,
                                                  std::string_view user_text,
                                                  const Message& answer) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    return begin_turn_in(conversation, title, user_text, answer.model)
        .and_then([&](const TurnStart& turn) {
            Message complete = answer;
            complete.id = turn.assistant;
            complete.state = MessageState::complete;
            return update_answer_in(complete);
        })
        .and_then([&] { return set_summary(conversation, document, SummarySetting::none); })
        .and_then([&] { return transaction->commit(); });
}

Status SqlConversationStore::name_by_question(ConversationId id, std::string_view title) {
    return connection_.run(
        "UPDATE conversation SET title = ?2 WHERE id = ?1 "
        "AND NOT EXISTS (SELECT 1 FROM message WHERE conversation_id = ?1) "
        "AND title IN (SELECT document.title FROM conversation_document JOIN document "
        "ON document.id = document_id WHERE conversation_id = ?1)",
        id.value, single_line(title));
}

Result<ConversationId> SqlConversationStore::rollback(const TurnStart& turn,
                                                      std::string_view title) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    const MessageId first = turn.answers_again ? turn.assistant : turn.user;
    Status status =
        connection_.run("DELETE FROM message WHERE conversation_id = ?1 AND id IN (?2, ?3)",
                        turn.conversation.value, first.value, turn.assistant.value);
    if (status && connection_.changes() == 0) {
        return fail(ErrorCode::not_found, "there is no such turn");
    }
    if (status) {
        status = set_leaf(turn.conversation, turn.leaf_before);
    }
    if (status) {
        status = connection_.run(
            "UPDATE conversation SET title = coalesce((SELECT document.title FROM "
            "conversation_document JOIN document ON document.id = document_id "
            "WHERE conversation_id = ?1 ORDER BY number LIMIT 1), title) WHERE id = ?1 "
            "AND title = ?2 AND NOT EXISTS (SELECT 1 FROM message WHERE conversation_id = ?1)",
            turn.conversation.value, single_line(title));
    }
    if (status) {
        status = connection_.run(
            "DELETE FROM conversation WHERE id = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM message WHERE conversation_id = ?1) "
            "AND NOT EXISTS (SELECT 1 FROM conversation_document WHERE conversation_id = ?1)",
            turn.conversation.value);
    }
    const bool is_gone = status && connection_.changes() > 0;
    if (status) {
        status = transaction->commit();
    }
    if (!status) {
        return std::unexpected(status.error());
    }
    static_cast<void>(connection_.checkpoint()); // as in remove()
    return is_gone ? ConversationId{} : turn.conversation;
}

} // namespace sotto::storage
