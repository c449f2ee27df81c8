#include "storage/library/removal_store.h"

#include "core/context/prompt.h"
#include "storage/copies/migration_copy.h"
#include "storage/library/single_line.h"
#include "storage/sqlite/migrations.h"

#include <format>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::storage {
namespace {

std::unexpected<Error> not_there(std::string_view what) {
    return fail(ErrorCode::not_found, "there is no such " + std::string(what));
}

// The columns of one integer.
Result<std::vector<std::int64_t>> integers(Result<Statement> rows) {
    if (!rows) {
        return std::unexpected(std::move(rows.error()));
    }
    std::vector<std::int64_t> values;
    Status status = rows->for_each([&](const Statement& row) {
        values.push_back(row.integer(0));
        return Status();
    });
    if (!status) {
        return std::unexpected(std::move(status.error()));
    }
    return values;
}

std::string_view kind_of(const KvSource& source) {
    return source.kind == KvSource::Kind::document ? "document" : "conversation";
}

} // namespace

/// A question and its answers, or one of several answers.
struct SqlRemovalStore::Turn {
    ConversationId conversation;
    MessageId question; ///< invalid: it stays, or there is none
    MessageId answer;   ///< invalid: all of the question's
    MessageId before;   ///< what the turn follows; invalid: nothing
    std::string text;   ///< of the question
};

Result<std::int64_t> SqlRemovalStore::library_id() {
    return connection_.read_integer("SELECT value FROM library_id WHERE id = 1");
}

Status SqlRemovalStore::remove(const RemovalTarget& target) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    return std::visit([this](const auto& what) { return remove_in(what); }, target).and_then([&] {
        return transaction->commit();
    });
}

// The triggers of the tables record what is removed.
Status SqlRemovalStore::remove_in(ConversationId id) {
    Status status = connection_.run("DELETE FROM conversation WHERE id = ?1", id.value);
    return status && connection_.changes() == 0 ? not_there("conversation") : status;
}

Status SqlRemovalStore::remove_in(DocumentId id) {
    return documents_.remove_within_transaction(id);
}

Status SqlRemovalStore::remove_in(Everything /*everything*/) {
    Status status = connection_.run("DELETE FROM conversation");
    const auto documents = integers(connection_.query("SELECT id FROM document"));
    if (status && !documents) {
        return std::unexpected(documents.error());
    }
    for (std::size_t i = 0; status && i < documents->size(); ++i) {
        status = remove_in(DocumentId{(*documents)[i]});
    }
    return status;
}

Status SqlRemovalStore::remove_in(MessageId id) {
    const auto turn = turn_of(id);
    if (!turn) {
        return std::unexpected(turn.error());
    }
    const auto is_written = is_being_written(turn->conversation);
    if (!is_written) {
        return std::unexpected(is_written.error());
    }
    if (*is_written) {
        return fail(ErrorCode::busy, "an answer is still being written; stop it first");
    }
    return delete_turn(*turn)
        .and_then([&] {
            return connection_.run(
                "INSERT OR IGNORE INTO removed_source (kind, id) VALUES ('turns', ?1)",
                turn->conversation.value);
        })
        .and_then([&] { return rename_after(*turn); });
}

Result<SqlRemovalStore::Turn> SqlRemovalStore::turn_of(MessageId id) {
    auto rows = connection_.query(
        "SELECT message.conversation_id, message.role, message.parent_id, message.text, "
        "question.id, question.parent_id, question.text, (SELECT count(*) FROM message AS other "
        "WHERE other.conversation_id = message.conversation_id AND other.parent_id = question.id) "
        "FROM message LEFT JOIN message AS question ON question.id = message.parent_id AND "
        "question.role = 'user' WHERE message.id = ?1",
        id.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    const auto row = rows->step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (!*row) {
        return not_there("message");
    }
    const ConversationId conversation{rows->integer(0)};
    const std::string role = rows->text(1);
    if (role == "user") {
        return Turn{conversation, id, {}, MessageId{rows->integer(2)}, rows->text(3)};
    }
    if (role != "assistant" || rows->is_null(4)) {
        return Turn{conversation, {}, id, MessageId{rows->integer(2)}, {}};
    }
    const MessageId before{rows->integer(5)};
    return rows->integer(7) > 1
               ? Turn{conversation, {}, id, before, {}}
               : Turn{conversation, MessageId{rows->integer(4)}, {}, before, rows->text(6)};
}

// What followed the turn follows what was before it. Where the turn ended the active branch, that
// ends with the latest message there.
Status SqlRemovalStore::delete_turn(const Turn& turn) {
    constexpr std::string_view kRemoved =
        "(SELECT id FROM message WHERE conversation_id = ?1 AND (id IN (?2, ?3) OR (?2 <> 0 AND "
        "parent_id = ?2 AND role = 'assistant')))";
    const std::int64_t id = turn.conversation.value;
    const std::int64_t question = turn.question.value;
    const std::int64_t answer = turn.answer.value;
    return connection_
        .run(std::format("UPDATE message SET parent_id = ?4 WHERE conversation_id = ?1 AND "
                         "parent_id IN {0} AND id NOT IN {0}",
                         kRemoved),
             id, question, answer, turn.before.value)
        .and_then([&] {
            return connection_.run(std::format("DELETE FROM message WHERE id IN {}", kRemoved), id,
                                   question, answer);
        })
        .and_then([&] {
            return connection_.run(
                "UPDATE conversation SET leaf_id = (WITH RECURSIVE branch (branch_id) AS (VALUES "
                "(?2) UNION ALL SELECT (SELECT max(id) FROM message WHERE conversation_id = ?1 AND "
                "parent_id = branch_id) FROM branch WHERE branch_id IS NOT NULL) SELECT "
                "max(branch_id) FROM branch) WHERE id = ?1 AND leaf_id <> 0 AND NOT EXISTS (SELECT "
                "1 FROM message WHERE id = leaf_id)",
                id, turn.before.value);
        });
}

Result<bool> SqlRemovalStore::is_being_written(ConversationId id) {
    const auto writers = integers(connection_.query(
        "SELECT writer FROM message WHERE conversation_id = ?1 AND writer IS NOT NULL", id.value));
    if (!writers) {
        return std::unexpected(writers.error());
    }
    for (const std::int64_t writer : *writers) {
        if (auto is_alive = writer_.is_alive(writer); !is_alive || *is_alive) {
            return is_alive;
        }
    }
    return false;
}

// A title that was taken from the removed question goes with it.
Status SqlRemovalStore::rename_after(const Turn& turn) {
    if (turn.text.empty()) {
        return {};
    }
    auto rows = connection_.query("SELECT text FROM message WHERE conversation_id = ?1 AND role = "
                                  "'user' ORDER BY id LIMIT 1",
                                  turn.conversation.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    const auto row = rows->step();
    if (!row) {
        return std::unexpected(row.error());
    }
    const std::string title = *row ? title_from(rows->text(0)) : std::string();
    return connection_.run(
        "UPDATE conversation SET title = CASE WHEN ?2 <> '' THEN ?2 ELSE coalesce((SELECT "
        "document.title FROM conversation_document JOIN document ON document.id = document_id "
        "WHERE conversation_id = ?1 ORDER BY number LIMIT 1), '') END WHERE id = ?1 AND title = ?3",
        turn.conversation.value, single_line(title), single_line(title_from(turn.text)));
}

Result<KvRemoval> SqlRemovalStore::pending() {
    auto rows = connection_.query("SELECT kind, id FROM removed_source ORDER BY kind, id");
    if (!rows) {
        return std::unexpected(rows.error());
    }
    KvRemoval removal;
    Status status = rows->for_each([&](const Statement& row) {
        const std::string kind = row.text(0);
        if (kind == "turns") {
            removal.shortened.push_back({row.integer(1)});
        } else if (kind == "document") {
            removal.gone.emplace_back(DocumentId{row.integer(1)});
        } else {
            removal.gone.emplace_back(ConversationId{row.integer(1)});
        }
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return removal;
}

Status SqlRemovalStore::finish(const KvRemoval& removal) {
    if (!file_.empty()) {
        remove_migration_copies(file_, static_cast<std::int64_t>(library_migrations().size()));
    }
    const auto is_empty = connection_.empty_log();
    if (!is_empty) {
        return std::unexpected(is_empty.error());
    }
    if (!*is_empty) {
        return fail(ErrorCode::busy, "another program is reading the library");
    }
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    constexpr std::string_view kForget = "DELETE FROM removed_source WHERE kind = ?1 AND id = ?2";
    Status status;
    for (std::size_t i = 0; status && i < removal.gone.size(); ++i) {
        status = connection_.run(kForget, kind_of(removal.gone[i]), removal.gone[i].id);
    }
    for (std::size_t i = 0; status && i < removal.shortened.size(); ++i) {
        status = connection_.run(kForget, std::string_view("turns"), removal.shortened[i].value);
    }
    return status.and_then([&] { return transaction->commit(); });
}

} // namespace sotto::storage
