// The branches of a conversation: a part of SqlConversationStore.

#include "storage/library/conversation_store.h"
#include "storage/library/message_row.h"

#include <algorithm>
#include <format>
#include <iterator>
#include <map>
#include <utility>

namespace sotto::storage {
namespace {

std::unexpected<Error> no_message() {
    return fail(ErrorCode::not_found, "there is no such message in the conversation");
}

Result<std::vector<Message>> read_messages(Result<Statement> rows) {
    if (!rows) {
        return std::unexpected(std::move(rows.error()));
    }
    std::vector<Message> messages;
    Status status = rows->for_each([&](const Statement& row) -> Status {
        auto message = read_message(row);
        if (!message) {
            return std::unexpected(message.error());
        }
        messages.push_back(std::move(*message));
        return {};
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return messages;
}

using Children = std::map<std::int64_t, std::vector<MessageId>>; // by parent, oldest first

// Tells each message where it stands among those with its parent. In a damaged library it may not
// be among them.
void set_siblings(std::vector<Message>& messages, Children& children) {
    for (Message& message : messages) {
        const std::vector<MessageId>& all = children[message.parent.value];
        const auto at = std::ranges::find(all, message.id);
        if (at == all.end()) {
            continue;
        }
        message.siblings = {.number = at - all.begin() + 1,
                            .count = std::ssize(all),
                            .previous = at == all.begin() ? MessageId{} : *(at - 1),
                            .next = at + 1 == all.end() ? MessageId{} : *(at + 1)};
    }
}

} // namespace

Result<std::vector<Message>> SqlConversationStore::messages(ConversationId id) {
    return leaf_of(id).and_then([&](MessageId leaf) { return branch_to(id, leaf); });
}

Result<std::vector<Message>> SqlConversationStore::branch_to(ConversationId id, MessageId leaf) {
    // A message is younger than its parent, so that they are in the order of their ids.
    auto messages = read_messages(connection_.query(
        std::format("WITH RECURSIVE branch (branch_id, before) AS (SELECT id, parent_id FROM "
                    "message WHERE id = ?2 AND conversation_id = ?1 UNION ALL SELECT id, parent_id "
                    "FROM message JOIN branch ON id = before AND id < branch_id) SELECT {} FROM "
                    "branch JOIN message ON message.id = branch_id ORDER BY message.id",
                    kMessageColumns),
        id.value, leaf.value));
    if (!messages) {
        return messages;
    }
    auto rows = connection_.query(
        "SELECT parent_id, id FROM message WHERE conversation_id = ?1 ORDER BY parent_id, id",
        id.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    Children children;
    Status status = rows->for_each([&](const Statement& row) {
        children[row.integer(0)].push_back(MessageId{row.integer(1)});
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    set_siblings(*messages, children);
    return messages;
}

Result<Conversation> SqlConversationStore::whole(ConversationId id) {
    auto summary = find(id);
    if (!summary) {
        return std::unexpected(std::move(summary.error()));
    }
    auto messages = read_messages(connection_.query(
        std::format("SELECT {} FROM message WHERE conversation_id = ?1 ORDER BY id",
                    kMessageColumns),
        id.value));
    const auto leaf = leaf_of(id);
    if (!messages || !leaf) {
        return std::unexpected(!messages ? messages.error() : leaf.error());
    }
    return Conversation{std::move(*summary), std::move(*messages), *leaf};
}

Result<std::vector<MessageId>> SqlConversationStore::leaves(ConversationId id) {
    if (const auto summary = find(id); !summary) {
        return std::unexpected(summary.error());
    }
    auto rows = connection_.query(
        "SELECT id FROM message WHERE conversation_id = ?1 AND NOT EXISTS (SELECT 1 FROM message "
        "AS child WHERE child.conversation_id = ?1 AND child.parent_id = message.id) ORDER BY id",
        id.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<MessageId> leaves;
    Status status = rows->for_each([&](const Statement& row) {
        leaves.push_back(MessageId{row.integer(0)});
        return Status();
    });
    return status.transform([&] { return std::move(leaves); });
}

Status SqlConversationStore::choose_branch(ConversationId id, MessageId message) {
    const auto leaf = connection_.read_integer(
        "WITH RECURSIVE branch (branch_id) AS (SELECT id FROM message WHERE id = ?2 AND "
        "conversation_id = ?1 UNION ALL SELECT (SELECT max(id) FROM message WHERE conversation_id "
        "= ?1 AND parent_id = branch_id) FROM branch WHERE branch_id IS NOT NULL) SELECT "
        "coalesce(max(branch_id), 0) FROM branch",
        id.value, message.value);
    if (!leaf) {
        return std::unexpected(leaf.error());
    }
    return *leaf == 0 ? no_message() : set_leaf(id, MessageId{*leaf});
}

Result<MessageId> SqlConversationStore::leaf_of(ConversationId id) {
    if (const auto summary = find(id); !summary) {
        return std::unexpected(summary.error());
    }
    return connection_
        .read_integer("SELECT coalesce((SELECT message.id FROM message JOIN conversation ON "
                      "message.id = leaf_id WHERE conversation.id = ?1 AND conversation_id = ?1), "
                      "(SELECT max(id) FROM message WHERE conversation_id = ?1), 0)",
                      id.value)
        .transform([](std::int64_t leaf) { return MessageId{leaf}; });
}

Status SqlConversationStore::set_leaf(ConversationId id, MessageId leaf) {
    return connection_.run("UPDATE conversation SET leaf_id = ?2 WHERE id = ?1", id.value,
                           leaf.value);
}

Result<MessageId> SqlConversationStore::parent_of_question(ConversationId id, MessageId question) {
    const auto parent = connection_.read_integer(
        "SELECT coalesce((SELECT parent_id FROM message WHERE id = ?2 AND conversation_id = ?1 AND "
        "role = 'user'), -1)",
        id.value, question.value);
    if (!parent) {
        return std::unexpected(parent.error());
    }
    return *parent < 0 ? Result<MessageId>(no_message()) : MessageId{*parent};
}

Result<TurnStart> SqlConversationStore::insert_turn(ConversationId conversation, MessageId parent,
                                                    std::string_view user_text,
                                                    std::string_view model) {
    const UnixMilliseconds now = clock_();
    TurnStart turn;
    turn.conversation = conversation;
    return leaf_of(conversation)
        .and_then([&](MessageId leaf) {
            turn.leaf_before = leaf;
            return insert_question(conversation, parent, user_text, now);
        })
        .and_then([&](MessageId question) {
            turn.user = question;
            return insert_empty_answer(conversation, question, model, now);
        })
        .and_then([&](MessageId answer) {
            turn.assistant = answer;
            return set_leaf(conversation, answer);
        })
        .transform([&] { return turn; });
}

Result<TurnStart> SqlConversationStore::begin_edited_turn(ConversationId conversation,
                                                          MessageId edited,
                                                          std::string_view user_text,
                                                          std::string_view model) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    return touch(conversation, clock_())
        .and_then([&] { return parent_of_question(conversation, edited); })
        .and_then(
            [&](MessageId parent) { return insert_turn(conversation, parent, user_text, model); })
        .and_then([&](const TurnStart& turn) {
            return transaction->commit().transform([&] { return turn; });
        });
}

Result<TurnStart> SqlConversationStore::begin_other_answer(ConversationId conversation,
                                                           MessageId question,
                                                           std::string_view model) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    const UnixMilliseconds now = clock_();
    TurnStart turn;
    turn.conversation = conversation;
    turn.user = question;
    turn.answers_again = true;
    return touch(conversation, now)
        .and_then([&] { return parent_of_question(conversation, question); })
        .and_then(
            [&](MessageId /*parent*/) { return remove_empty_answers(conversation, question); })
        .and_then([&] { return leaf_of(conversation); })
        .and_then([&](MessageId leaf) {
            turn.leaf_before = leaf;
            return insert_empty_answer(conversation, question, model, now);
        })
        .and_then([&](MessageId answer) {
            turn.assistant = answer;
            return set_leaf(conversation, answer);
        })
        .and_then([&] { return transaction->commit(); })
        .transform([&] { return turn; });
}

// Nothing can follow them but a question, which stands at their place then.
Status SqlConversationStore::remove_empty_answers(ConversationId id, MessageId question) {
    constexpr std::string_view kEmpty =
        "(SELECT id FROM message WHERE conversation_id = ?1 AND parent_id = ?2 AND role = "
        "'assistant' AND text = '' AND state IN ('failed', 'interrupted'))";
    return connection_
        .run(std::format("UPDATE message SET parent_id = ?2 WHERE conversation_id = ?1 AND "
                         "parent_id IN {}",
                         kEmpty),
             id.value, question.value)
        .and_then([&] {
            return connection_.run(std::format("DELETE FROM message WHERE id IN {}", kEmpty),
                                   id.value, question.value);
        });
}

} // namespace sotto::storage
