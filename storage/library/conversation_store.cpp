#include "storage/library/conversation_store.h"

#include "core/text/bidi.h"
#include "storage/library/message_row.h"
#include "storage/library/single_line.h"

#include <format>
#include <map>

namespace sotto::storage {
namespace {

std::unexpected<Error> no_conversation() {
    return fail(ErrorCode::not_found, "there is no such conversation");
}

constexpr std::string_view kSelectSummary =
    "SELECT id, title, created_at, updated_at, "
    "(SELECT count(*) FROM message WHERE conversation_id = conversation.id) FROM conversation ";

ConversationSummary read_summary(const Statement& row) {
    return {.id = ConversationId{row.integer(0)},
            .title = without_bidi_controls(row.text(1)),
            .created_at = row.integer(2),
            .updated_at = row.integer(3),
            .message_count = row.integer(4)};
}

} // namespace

SqlConversationStore::SqlConversationStore(Connection& connection, const WriterLock& writer,
                                           WallClock clock)
    : connection_(connection), writer_(writer), clock_(std::move(clock)) {}

Result<std::vector<ConversationSummary>> SqlConversationStore::list() {
    auto rows =
        connection_.query(std::format("{} ORDER BY updated_at DESC, id DESC", kSelectSummary));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<ConversationSummary> summaries;
    Status status = rows->for_each([&](const Statement& row) {
        summaries.push_back(read_summary(row));
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return summaries;
}

Result<ConversationSummary> SqlConversationStore::find(ConversationId id) {
    Result<ConversationSummary> found = no_conversation();
    auto rows = connection_.query(std::format("{} WHERE id = ?1", kSelectSummary), id.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    Status status = rows->for_each([&](const Statement& row) {
        found = read_summary(row);
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return found;
}

Result<ConversationId> SqlConversationStore::insert_conversation(std::string_view title,
                                                                 UnixMilliseconds now) {
    const Status status = connection_.run(
        "INSERT INTO conversation (title, created_at, updated_at) VALUES (?1, ?2, ?2)",
        single_line(title), now);
    if (!status) {
        return std::unexpected(status.error());
    }
    return ConversationId{connection_.last_insert_id()};
}

Result<MessageId> SqlConversationStore::insert_question(ConversationId conversation,
                                                        MessageId parent, std::string_view text,
                                                        UnixMilliseconds now) {
    const Status status = connection_.run(
        "INSERT INTO message (conversation_id, role, state, model, created_at, token_ids, text, "
        "parent_id) VALUES (?1, 'user', 'complete', '', ?2, x'', ?3, ?4)",
        conversation.value, now, text, parent.value);
    if (!status) {
        return std::unexpected(status.error());
    }
    return MessageId{connection_.last_insert_id()};
}

Result<MessageId> SqlConversationStore::insert_empty_answer(ConversationId conversation,
                                                            MessageId question,
                                                            std::string_view model,
                                                            UnixMilliseconds now) {
    const Status status = connection_.run(
        "INSERT INTO message (conversation_id, role, state, writer, model, created_at, token_ids, "
        "text, parent_id) VALUES (?1, 'assistant', 'writing', ?2, ?3, ?4, x'', '', ?5)",
        conversation.value, writer_.id(), model, now, question.value);
    if (!status) {
        return std::unexpected(status.error());
    }
    return MessageId{connection_.last_insert_id()};
}

Status SqlConversationStore::touch(ConversationId id, UnixMilliseconds now) {
    Status status =
        connection_.run("UPDATE conversation SET updated_at = ?2 WHERE id = ?1", id.value, now);
    if (status && connection_.changes() == 0) {
        return no_conversation();
    }
    return status;
}

Result<TurnStart> SqlConversationStore::begin_turn_in(ConversationId conversation,
                                                      std::string_view title,
                                                      std::string_view user_text,
                                                      std::string_view model) {
    const UnixMilliseconds now = clock_();
    if (!conversation.is_valid()) {
        const auto made = insert_conversation(title, now);
        if (!made) {
            return std::unexpected(made.error());
        }
        conversation = *made;
    } else {
        Status status = touch(conversation, now);
        if (status) {
            status = name_by_question(conversation, title);
        }
        if (!status) {
            return std::unexpected(status.error());
        }
    }
    return leaf_of(conversation).and_then([&](MessageId leaf) {
        return insert_turn(conversation, leaf, user_text, model);
    });
}

Result<TurnStart> SqlConversationStore::begin_turn(ConversationId conversation,
                                                   std::string_view title,
                                                   std::string_view user_text,
                                                   std::string_view model) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    const auto turn = begin_turn_in(conversation, title, user_text, model);
    if (!turn) {
        return turn;
    }
    return transaction->commit().transform([&] { return *turn; });
}

Result<MessageId> SqlConversationStore::insert_message(ConversationId conversation,
                                                       MessageId parent, const Message& message) {
    const MessageState state =
        message.state == MessageState::writing ? MessageState::interrupted : message.state;
    std::optional<std::string_view> reason;
    if (message.stats) {
        reason = to_string(message.stats->reason);
    }
    const GenerationStats stats = message.stats.value_or(GenerationStats{});
    const std::vector<std::byte> token_ids = pack_token_ids(message.token_ids);
    return connection_
        .run("INSERT INTO message (conversation_id, role, state, model, created_at, token_ids, "
             "text, finish_reason, prompt_tokens, reused_tokens, generated_tokens, "
             "first_token_seconds, prefill_tokens_per_second, decode_tokens_per_second, parent_id) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
             conversation.value, to_string(message.role), to_string(state), message.model,
             message.created_at, std::span<const std::byte>(token_ids), message.text, reason,
             stats.prompt_tokens, stats.reused_tokens, stats.generated_tokens,
             stats.first_token_seconds, stats.prefill_tokens_per_second,
             stats.decode_tokens_per_second, parent.value)
        .transform([this] { return MessageId{connection_.last_insert_id()}; });
}

Result<ConversationId> SqlConversationStore::insert_whole(const Conversation& conversation) {
    const auto id =
        insert_conversation(conversation.summary.title, conversation.summary.created_at);
    if (!id) {
        return id;
    }
    Status status = touch(*id, conversation.summary.updated_at);
    std::map<std::int64_t, MessageId> saved; // by the ids elsewhere
    MessageId last;
    for (std::size_t i = 0; status && i < conversation.messages.size(); ++i) {
        const Message& message = conversation.messages[i];
        const auto parent = saved.find(message.parent.value);
        const bool is_first = message.id.is_valid() && parent == saved.end();
        const auto inserted = insert_message(*id,
                                             is_first                ? MessageId{}
                                             : parent != saved.end() ? parent->second
                                                                     : last,
                                             message);
        if (!inserted) {
            return std::unexpected(inserted.error());
        }
        last = *inserted;
        if (message.id.is_valid()) {
            saved.emplace(message.id.value, last);
        }
    }
    if (const auto leaf = saved.find(conversation.leaf.value); status && leaf != saved.end()) {
        status = set_leaf(*id, leaf->second);
    }
    return status.transform([&] { return *id; });
}

Result<ConversationId> SqlConversationStore::add(const Conversation& conversation) {
    return add_all({conversation}).transform([](const auto& ids) { return ids.front(); });
}

Result<std::vector<ConversationId>>
SqlConversationStore::add_all(const std::vector<Conversation>& conversations) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    std::vector<ConversationId> ids;
    for (const Conversation& conversation : conversations) {
        const auto id = insert_whole(conversation);
        if (!id) {
            return std::unexpected(id.error());
        }
        ids.push_back(*id);
    }
    if (Status status = transaction->commit(); !status) {
        return std::unexpected(status.error());
    }
    return ids;
}

Status SqlConversationStore::update_answer(const Message& answer) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    return update_answer_in(answer).and_then([&] { return transaction->commit(); });
}

Status SqlConversationStore::update_answer_in(const Message& answer) {
    std::optional<std::int64_t> writer;
    if (answer.state == MessageState::writing) {
        writer = writer_.id();
    }
    std::optional<std::string_view> reason;
    if (answer.stats) {
        reason = to_string(answer.stats->reason);
    }
    const GenerationStats stats = answer.stats.value_or(GenerationStats{});
    const std::vector<std::byte> token_ids = pack_token_ids(answer.token_ids);
    Status status = connection_.run(
        "UPDATE message SET state = ?2, writer = ?3, text = ?4, token_ids = ?5, finish_reason = "
        "?6, "
        "prompt_tokens = ?7, reused_tokens = ?8, generated_tokens = ?9, first_token_seconds = ?10, "
        "prefill_tokens_per_second = ?11, decode_tokens_per_second = ?12, truncated_turns = ?13, "
        "summarized_turns = ?14, document_parts = ?15, of_document_parts = ?16 "
        "WHERE id = ?1 AND role = 'assistant'",
        answer.id.value, to_string(answer.state), writer, answer.text,
        std::span<const std::byte>(token_ids), reason, stats.prompt_tokens, stats.reused_tokens,
        stats.generated_tokens, stats.first_token_seconds, stats.prefill_tokens_per_second,
        stats.decode_tokens_per_second, answer.truncation.turns, answer.truncation.summarized_turns,
        answer.truncation.document_parts, answer.truncation.total_document_parts);
    if (status && connection_.changes() == 0) {
        return fail(ErrorCode::not_found, "there is no such answer");
    }
    // Partial answers are saved twice a second; only the start and end of a turn count as a use.
    if (status && answer.state != MessageState::writing) {
        status = connection_.run("UPDATE conversation SET updated_at = ?2 WHERE id = "
                                 "(SELECT conversation_id FROM message WHERE id = ?1)",
                                 answer.id.value, clock_());
    }
    return status;
}

Status SqlConversationStore::rename(ConversationId id, std::string_view title) {
    Status status = connection_.run("UPDATE conversation SET title = ?2 WHERE id = ?1", id.value,
                                    single_line(title));
    if (status && connection_.changes() == 0) {
        return no_conversation();
    }
    return status;
}

Status SqlConversationStore::remove(ConversationId id) {
    Status status = connection_.run("DELETE FROM conversation WHERE id = ?1", id.value);
    if (!status) {
        return status;
    }
    if (connection_.changes() == 0) {
        return no_conversation();
    }
    // The removal is durable already. A log that cannot be emptied now is emptied at the next
    // close.
    static_cast<void>(connection_.checkpoint());
    return {};
}

Result<std::vector<std::int64_t>> SqlConversationStore::ended_writers() {
    auto rows = connection_.query("SELECT DISTINCT writer FROM message WHERE writer IS NOT NULL");
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<std::int64_t> ended;
    Status status = rows->for_each([&](const Statement& row) -> Status {
        const auto is_alive = writer_.is_alive(row.integer(0));
        if (!is_alive) {
            return std::unexpected(is_alive.error());
        }
        if (!*is_alive) {
            ended.push_back(row.integer(0));
        }
        return {};
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return ended;
}

Result<std::int64_t> SqlConversationStore::recover_interrupted() {
    // Reading first, since most starts have nothing to write. A writer that has ended cannot come
    // back: ids are not reused.
    const auto ended = ended_writers();
    if (!ended) {
        return std::unexpected(ended.error());
    }
    if (ended->empty()) {
        return 0;
    }
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    std::int64_t count = 0;
    for (const std::int64_t writer : *ended) {
        if (Status status = connection_.run(
                "UPDATE message SET state = 'interrupted', writer = NULL WHERE writer = ?1",
                writer);
            !status) {
            return std::unexpected(status.error());
        }
        count += connection_.changes();
    }
    if (Status status = transaction->commit(); !status) {
        return std::unexpected(status.error());
    }
    return count;
}

} // namespace sotto::storage
