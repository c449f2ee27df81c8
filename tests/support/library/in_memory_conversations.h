#pragma once

#include "core/ports/conversation_store.h"
#include "tests/support/library/in_memory_documents.h"
#include "tests/support/library/message_tree.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

namespace sotto::test {

/// Conversations in memory, public so that a test can inspect them and make the next call fail.
class InMemoryConversations final : public ConversationStore {
public:
    explicit InMemoryConversations(InMemoryDocuments& documents) : documents_(documents) {}

    struct Conversation {
        ConversationSummary summary;
        std::vector<Message> messages;
        std::vector<DocumentId> documents = {};
        OverflowPolicy overflow_policy = OverflowPolicy::refuse;
        PrefillSetting reading = PrefillSetting::ahead;
        std::map<std::int64_t, SummarySetting> summaries = {}; ///< by document
        std::map<std::int64_t, MessageId> joined_after = {};   ///< by document
        MessageId leaf = {};                                   ///< invalid: the last message
        std::map<std::int64_t, MessageId> parents = {};        ///< of those that follow no other
    };
    std::map<std::int64_t, Conversation> all;
    std::vector<Message> updates;      ///< every update_answer(), in order
    std::optional<Error> next_failure; ///< answers the next call, once

    Result<std::vector<ConversationSummary>> list() override {
        if (auto error = take_failure()) {
            return std::unexpected(*error);
        }
        std::vector<ConversationSummary> summaries;
        for (const auto& [id, conversation] : all) {
            summaries.push_back(conversation.summary);
        }
        std::ranges::sort(summaries, std::greater{}, &ConversationSummary::updated_at);
        return summaries;
    }

    Result<ConversationSummary> find(ConversationId id) override {
        const auto found = all.find(id.value);
        if (found == all.end()) {
            return fail(ErrorCode::not_found, "there is no such conversation");
        }
        return found->second.summary;
    }

    Result<std::vector<Message>> messages(ConversationId id) override {
        if (!all.contains(id.value)) {
            return fail(ErrorCode::not_found, "there is no such conversation");
        }
        const Conversation& row = all[id.value];
        return row.parents.empty() ? row.messages
                                   : branch_to(row.messages, row.parents, leaf_of(row));
    }

    Result<sotto::Conversation> whole(ConversationId id) override {
        return find(id).transform([&](ConversationSummary summary) {
            const Conversation& row = all[id.value];
            return sotto::Conversation{std::move(summary), row.messages, leaf_of(row)};
        });
    }

    Result<std::vector<MessageId>> leaves(ConversationId id) override {
        const Conversation& row = all[id.value];
        std::vector<MessageId> found;
        const Children children = children_of(row.messages, row.parents);
        for (const Message& message : row.messages) {
            if (!children.contains(message.id.value)) {
                found.push_back(message.id);
            }
        }
        return found;
    }

    Status choose_branch(ConversationId id, MessageId message) override {
        Conversation& row = all[id.value];
        if (!std::ranges::contains(row.messages, message, &Message::id)) {
            return fail(ErrorCode::not_found, "there is no such message");
        }
        const Children children = children_of(row.messages, row.parents);
        while (children.contains(message.value)) {
            message = children.at(message.value).back();
        }
        row.leaf = message;
        return {};
    }

    Result<TurnStart> begin_turn(ConversationId conversation, std::string_view title,
                                 std::string_view user_text, std::string_view model) override {
        if (auto error = take_failure()) {
            return std::unexpected(*error);
        }
        if (!conversation.is_valid()) {
            conversation.value = next_id_++;
            all[conversation.value].summary = {conversation, std::string(title), time_, time_, 0};
        } else if (!all.contains(conversation.value)) {
            return fail(ErrorCode::not_found, "there is no such conversation");
        }
        Conversation& row = all[conversation.value];
        if (row.messages.empty() && has_name_of_document(row)) {
            row.summary.title = title;
        }
        next_id_ = std::max(next_id_, last_message(row).value + 1);
        row.summary.updated_at = ++time_;
        return insert_turn(conversation, leaf_of(row), user_text, model);
    }

    Result<TurnStart> begin_edited_turn(ConversationId conversation, MessageId edited,
                                        std::string_view user_text,
                                        std::string_view model) override {
        if (auto error = take_failure()) {
            return std::unexpected(*error);
        }
        return insert_turn(conversation, parent_of(all[conversation.value], edited), user_text,
                           model);
    }

    Result<TurnStart> begin_other_answer(ConversationId conversation, MessageId question,
                                         std::string_view model) override {
        if (auto error = take_failure()) {
            return std::unexpected(*error);
        }
        Conversation& row = all[conversation.value];
        const MessageId before = leaf_of(row);
        const Children children = children_of(row.messages, row.parents);
        std::erase_if(row.messages, [&](const Message& message) {
            return message.text.empty() && message.role == Role::assistant &&
                   std::ranges::contains(children.at(question.value), message.id);
        });
        return TurnStart{conversation, question, insert_answer(row, question, model), before, true};
    }

    Result<ConversationId> rollback(const TurnStart& turn, std::string_view title) override {
        if (auto error = take_failure()) {
            return std::unexpected(*error);
        }
        const auto found = all.find(turn.conversation.value);
        if (found == all.end()) {
            return fail(ErrorCode::not_found, "there is no such turn");
        }
        Conversation& row = found->second;
        std::erase_if(row.messages, [&](const Message& message) {
            return (message.id == turn.user && !turn.answers_again) || message.id == turn.assistant;
        });
        row.leaf = turn.leaf_before;
        row.summary.message_count = static_cast<std::int64_t>(row.messages.size());
        if (row.messages.empty() && row.documents.empty()) {
            all.erase(found);
            return ConversationId{};
        }
        if (row.messages.empty() && row.summary.title == title) {
            row.summary.title = documents_.summary(row.documents.front()).title;
        }
        return turn.conversation;
    }

    Result<ConversationSettings> settings(ConversationId id) override {
        if (!all.contains(id.value)) {
            return fail(ErrorCode::not_found, "there is no such conversation");
        }
        Conversation& row = all[id.value];
        ConversationSettings settings{row.overflow_policy, {}};
        for (const DocumentId document : row.documents) {
            settings.documents.push_back({document, row.reading, row.summaries[document.value]});
        }
        return settings;
    }
    Status set_overflow_policy(ConversationId id, OverflowPolicy overflow_policy) override {
        if (!all.contains(id.value)) {
            return fail(ErrorCode::not_found, "there is no such conversation");
        }
        all[id.value].overflow_policy = overflow_policy;
        return {};
    }
    Status set_reading(ConversationId id, PrefillSetting setting) override {
        if (all.contains(id.value)) {
            all[id.value].reading = setting;
        }
        return {};
    }
    Status set_summary(ConversationId id, DocumentId document, SummarySetting setting) override {
        if (!all.contains(id.value) || !std::ranges::contains(all[id.value].documents, document)) {
            return fail(ErrorCode::not_found, "the conversation is not about this document");
        }
        all[id.value].summaries[document.value] = setting;
        return {};
    }

    Status add_document_summary(ConversationId conversation, DocumentId document,
                                std::string_view title, std::string_view user_text,
                                const Message& answer) override {
        return begin_turn(conversation, title, user_text, answer.model)
            .and_then([&](const TurnStart& turn) {
                Message complete = answer;
                complete.id = turn.assistant;
                return update_answer(complete);
            })
            .and_then([&] { return set_summary(conversation, document, SummarySetting::none); });
    }

    Result<ConversationId> add(const sotto::Conversation& conversation) override {
        if (auto error = take_failure()) {
            return std::unexpected(*error);
        }
        const ConversationId id{next_id_++};
        Conversation& row = all[id.value];
        row = {conversation.summary, conversation.messages};
        row.summary.id = id;
        row.summary.message_count = std::ssize(row.messages);
        for (Message& message : row.messages) {
            message.id.value = next_id_++;
        }
        return id;
    }
    Result<std::vector<ConversationId>>
    add_all(const std::vector<sotto::Conversation>& conversations) override {
        if (auto error = take_failure()) {
            return std::unexpected(*error);
        }
        return conversations |
               std::views::transform([this](const auto& one) { return *add(one); }) |
               std::ranges::to<std::vector>();
    }

    Status update_answer(const Message& answer) override {
        if (auto error = take_failure()) {
            return std::unexpected(*error);
        }
        updates.push_back(answer);
        for (auto& [id, conversation] : all) {
            for (Message& message : conversation.messages) {
                if (message.id == answer.id) {
                    message.text = answer.text;
                    message.token_ids = answer.token_ids;
                    message.state = answer.state;
                    message.stats = answer.stats;
                    message.truncation = answer.truncation;
                    return {};
                }
            }
        }
        return fail(ErrorCode::not_found, "there is no such message");
    }

    Result<ConversationId> attach(ConversationId conversation, std::string_view title,
                                  DocumentId document) override {
        if (!documents_.all.contains(document.value)) {
            return fail(ErrorCode::not_found, "there is no such document");
        }
        if (!conversation.is_valid()) {
            conversation.value = next_id_++;
            all[conversation.value].summary = {conversation, std::string(title), time_, time_, 0};
        } else if (!all.contains(conversation.value)) {
            return fail(ErrorCode::not_found, "there is no such conversation");
        }
        Conversation& row = all[conversation.value];
        if (!std::ranges::contains(row.documents, document)) {
            row.documents.push_back(document);
            row.joined_after[document.value] = last_message(row);
        }
        return conversation;
    }

    Status detach(ConversationId conversation, DocumentId document) override {
        if (!all.contains(conversation.value) ||
            std::erase(all[conversation.value].documents, document) == 0) {
            return fail(ErrorCode::not_found, "the conversation is not about this document");
        }
        return {};
    }

    Result<std::vector<DocumentSummary>> documents(ConversationId id) override {
        if (!all.contains(id.value)) {
            return fail(ErrorCode::not_found, "there is no such conversation");
        }
        std::vector<DocumentSummary> summaries;
        for (const DocumentId document : all[id.value].documents) {
            if (documents_.all.contains(document.value)) {
                summaries.push_back(documents_.summary(document));
                summaries.back().joined_after = all[id.value].joined_after[document.value];
            }
        }
        return summaries;
    }

    Status rename(ConversationId id, std::string_view title) override {
        if (!all.contains(id.value)) {
            return fail(ErrorCode::not_found, "there is no such conversation");
        }
        all[id.value].summary.title = title;
        return {};
    }

    Status remove(ConversationId id) override {
        if (all.erase(id.value) == 0) {
            return fail(ErrorCode::not_found, "there is no such conversation");
        }
        return {};
    }

    Result<std::int64_t> recover_interrupted() override {
        std::int64_t count = 0;
        for (auto& [id, conversation] : all) {
            for (Message& message : conversation.messages) {
                if (message.state == MessageState::writing) {
                    message.state = MessageState::interrupted;
                    ++count;
                }
            }
        }
        return count;
    }

private:
    static MessageId parent_of(const Conversation& row, MessageId id) {
        for (const auto& [parent, children] : children_of(row.messages, row.parents)) {
            if (std::ranges::contains(children, id)) {
                return MessageId{parent};
            }
        }
        return {};
    }
    static MessageId leaf_of(const Conversation& row) {
        return std::ranges::contains(row.messages, row.leaf, &Message::id) ? row.leaf
                                                                           : last_message(row);
    }
    TurnStart insert_turn(ConversationId conversation, MessageId parent, std::string_view user_text,
                          std::string_view model) {
        Conversation& row = all[conversation.value];
        TurnStart turn;
        turn.conversation = conversation;
        turn.leaf_before = leaf_of(row);
        Message user;
        user.id.value = next_id_++;
        user.text = user_text;
        user.created_at = time_;
        row.messages.push_back(user);
        row.parents[user.id.value] = parent;
        ++row.summary.message_count;
        turn.user = user.id;
        turn.assistant = insert_answer(row, user.id, model);
        return turn;
    }
    MessageId insert_answer(Conversation& row, MessageId question, std::string_view model) {
        Message assistant;
        assistant.id.value = next_id_++;
        assistant.role = Role::assistant;
        assistant.state = MessageState::writing;
        assistant.model = model;
        assistant.created_at = time_;
        row.messages.push_back(assistant);
        row.parents[assistant.id.value] = question;
        ++row.summary.message_count;
        row.leaf = assistant.id;
        return assistant.id;
    }
    bool has_name_of_document(const Conversation& row) {
        return std::ranges::any_of(row.documents, [&](DocumentId document) {
            return documents_.summary(document).title == row.summary.title;
        });
    }
    static MessageId last_message(const Conversation& row) {
        return row.messages.empty() ? MessageId() : row.messages.back().id;
    }
    std::optional<Error> take_failure() { return std::exchange(next_failure, std::nullopt); }

    InMemoryDocuments& documents_;
    std::int64_t next_id_ = 1;
    UnixMilliseconds time_ = 1;
};

} // namespace sotto::test
