#pragma once

#include "core/ports/document_store.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sotto::test {

/// Documents in memory.
class InMemoryDocuments final : public DocumentStore {
public:
    std::map<std::int64_t, DocumentText> all;
    std::optional<Error> next_failure; ///< answers the next add(), once

    Result<DocumentId> add(const DocumentText& document) override {
        if (auto error = std::exchange(next_failure, std::nullopt)) {
            return std::unexpected(*error);
        }
        for (const auto& [id, known] : all) {
            if (known.text == document.text) {
                return DocumentId{id};
            }
        }
        all[next_id_] = document;
        return DocumentId{next_id_++};
    }
    Result<DocumentText> text(DocumentId id) override {
        if (!all.contains(id.value)) {
            return fail(ErrorCode::not_found, "there is no such document");
        }
        return all[id.value];
    }
    Status remove(DocumentId id) override {
        if (all.erase(id.value) == 0) {
            return fail(ErrorCode::not_found, "there is no such document");
        }
        return {};
    }

    Result<std::vector<DocumentSummary>> list() override {
        std::vector<DocumentSummary> summaries;
        for (const auto& [id, document] : all) {
            summaries.push_back(summary(DocumentId{id}));
        }
        return summaries;
    }

    /// The summary of a stored document.
    [[nodiscard]] DocumentSummary summary(DocumentId id) const {
        const DocumentText& document = all.at(id.value);
        const auto pages =
            std::ranges::count(document.marks, DocumentMarkKind::page, &DocumentMark::kind);
        return {.id = id,
                .title = document.title,
                .characters = static_cast<std::int64_t>(document.text.size()),
                .pages = pages,
                .origin = document.origin,
                .notes = document.notes};
    }

private:
    std::int64_t next_id_ = 1;
};

} // namespace sotto::test
