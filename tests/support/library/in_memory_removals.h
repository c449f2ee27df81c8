#pragma once

#include "core/ports/conversation_store.h"
#include "core/ports/document_store.h"
#include "core/ports/removal_store.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace sotto::test {

/// Removals from the two stores in memory. What is recorded stays visible to a test.
class InMemoryRemovals final : public RemovalStore {
public:
    InMemoryRemovals(ConversationStore& conversations, DocumentStore& documents)
        : conversations_(conversations), documents_(documents) {}

    KvRemoval recorded;
    std::optional<Error> next_failure; ///< answers the next finish(), once

    Result<std::int64_t> library_id() override { return 1; }

    Status remove(const RemovalTarget& target) override {
        if (const auto* const conversation = std::get_if<ConversationId>(&target)) {
            return conversations_.remove(*conversation).transform([&] {
                recorded.gone.emplace_back(*conversation);
            });
        }
        if (const auto* const document = std::get_if<DocumentId>(&target)) {
            return documents_.remove(*document).transform(
                [&] { recorded.gone.emplace_back(*document); });
        }
        return fail(ErrorCode::unsupported, "the library in memory cannot do that");
    }
    Result<KvRemoval> pending() override { return recorded; }
    Status finish(const KvRemoval& removal) override {
        if (auto error = std::exchange(next_failure, std::nullopt)) {
            return std::unexpected(*error);
        }
        std::erase_if(recorded.gone, [&](const KvSource& source) {
            return std::ranges::contains(removal.gone, source);
        });
        return {};
    }

private:
    ConversationStore& conversations_;
    DocumentStore& documents_;
};

} // namespace sotto::test
