#pragma once

#include "core/ports/library.h"
#include "tests/support/in_memory_documents.h"
#include "tests/support/in_memory_removals.h"
#include "tests/support/in_memory_summaries.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <ranges>
#include <span>
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
        return all[id.value].messages;
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
        row.summary.message_count += 2;
        Message user;
        user.id.value = next_id_++;
        user.text = user_text;
        user.created_at = time_;
        Message assistant;
        assistant.id.value = next_id_++;
        assistant.role = Role::assistant;
        assistant.state = MessageState::writing;
        assistant.model = model;
        assistant.created_at = time_;
        row.messages.push_back(user);
        row.messages.push_back(assistant);
        return TurnStart{conversation, user.id, assistant.id};
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
            return message.id == turn.user || message.id == turn.assistant;
        });
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

    Result<ConversationId> add(const ConversationSummary& conversation,
                               const std::vector<Message>& messages) override {
        if (auto error = take_failure()) {
            return std::unexpected(*error);
        }
        const ConversationId id{next_id_++};
        Conversation& row = all[id.value];
        row = {conversation, messages};
        row.summary.id = id;
        row.summary.message_count = static_cast<std::int64_t>(messages.size());
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
        return conversations | std::views::transform([this](const auto& one) {
                   return *add(one.summary, one.messages);
               }) |
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

/// A search that finds the first exact occurrence of the query.
class InMemorySearch final : public SearchIndex {
public:
    InMemorySearch(const InMemoryConversations& conversations, const InMemoryDocuments& documents)
        : conversations_(conversations), documents_(documents) {}

    Result<std::vector<MessageHit>> messages(std::string_view query,
                                             const SearchOptions& options) override {
        std::vector<MessageHit> hits;
        for (const auto& [id, conversation] : conversations_.all) {
            for (const Message& message : conversation.messages) {
                if (message.text.contains(query) && hits.size() < options.limit) {
                    hits.push_back({.conversation = ConversationId{id},
                                    .message = message.id,
                                    .title = conversation.summary.title,
                                    .role = message.role,
                                    .created_at = message.created_at,
                                    .snippet = marked(message.text, query, options.marks)});
                }
            }
        }
        return hits;
    }

    Result<std::vector<PassageHit>> documents(std::string_view query,
                                              const SearchOptions& options) override {
        std::vector<PassageHit> hits;
        for (const auto& [id, document] : documents_.all) {
            if (document.text.view().contains(query) && hits.size() < options.limit) {
                hits.push_back(
                    {.document = DocumentId{id},
                     .title = document.title,
                     .place = {},
                     .offset = 0,
                     .length = static_cast<std::int64_t>(document.text.size()),
                     .snippet = marked(std::string(document.text), query, options.marks)});
            }
        }
        return hits;
    }

    Result<std::vector<Passage>> passages(std::span<const DocumentId> documents,
                                          std::string_view question, std::size_t limit) override {
        std::vector<Passage> found;
        for (const DocumentId id : documents) {
            const auto document = documents_.all.find(id.value);
            if (document != documents_.all.end() &&
                document->second.text.view().contains(question) && found.size() < limit) {
                const DocumentText& text = document->second;
                found.push_back({.document = id,
                                 .title = text.title,
                                 .place = {},
                                 .offset = 0,
                                 .length = static_cast<std::int64_t>(text.text.size()),
                                 .text = std::string(text.text)});
            }
        }
        return found;
    }

private:
    static std::string marked(std::string text, std::string_view match, const MatchMarks& marks) {
        const std::size_t begin = text.find(match);
        text.insert(begin + match.size(), marks.end);
        return text.insert(begin, marks.begin);
    }

    const InMemoryConversations& conversations_;
    const InMemoryDocuments& documents_;
};

class InMemoryLibrary final : public Library {
public:
    InMemoryDocuments documents_store;
    InMemoryConversations conversations_store{documents_store};
    InMemorySearch search_index{conversations_store, documents_store};
    InMemorySummaries summaries_store;
    InMemoryRemovals removal_store{conversations_store, documents_store};

    /// Called before each use of a store, where a test can throw.
    std::function<void()> on_use = [] {};

    ConversationStore& conversations() override { return on_use(), conversations_store; }
    DocumentStore& documents() override { return on_use(), documents_store; }
    SearchIndex& search() override { return on_use(), search_index; }
    SummaryStore& summaries() override { return on_use(), summaries_store; }
    RemovalStore& removals() override { return on_use(), removal_store; }
};

} // namespace sotto::test
