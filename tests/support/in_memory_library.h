#pragma once

#include "core/ports/library.h"
#include "tests/support/library/in_memory_conversations.h"
#include "tests/support/library/in_memory_documents.h"
#include "tests/support/library/in_memory_removals.h"
#include "tests/support/library/in_memory_summaries.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace sotto::test {

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
