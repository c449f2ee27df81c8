#include "storage/library/summary_store.h"

#include "storage/files/hash.h"

#include <cstddef>
#include <span>
#include <utility>

namespace sotto::storage {

Result<std::optional<std::string>> SqlSummaryStore::find_one(const SummarySource& source,
                                                             std::string_view text) {
    const TextHash hash = hash_text(text);
    auto rows = connection_.query("SELECT summary FROM document_summary WHERE document_id = ?1 "
                                  "AND model = ?2 AND recipe = ?3 AND part_hash = ?4",
                                  source.document.value, source.model, source.recipe,
                                  std::span<const std::byte>(hash));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::optional<std::string> summary;
    Status status = rows->for_each([&](const Statement& row) {
        summary = row.text(0);
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return summary;
}

Result<std::vector<std::optional<std::string>>>
SqlSummaryStore::find(const SummarySource& source, const std::vector<SharedText>& texts) {
    auto transaction = Transaction::begin(connection_, Transaction::Access::read);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    std::vector<std::optional<std::string>> summaries;
    for (const SharedText& text : texts) {
        auto found = find_one(source, text);
        if (!found) {
            return std::unexpected(found.error());
        }
        summaries.push_back(*std::move(found));
    }
    return summaries;
}

Status SqlSummaryStore::save(const SummarySource& source, std::string_view text,
                             std::string_view summary) {
    const TextHash hash = hash_text(text);
    Status status = connection_.run("INSERT OR REPLACE INTO document_summary "
                                    "(document_id, model, recipe, part_hash, summary) "
                                    "SELECT id, ?2, ?3, ?4, ?5 FROM document WHERE id = ?1",
                                    source.document.value, source.model, source.recipe,
                                    std::span<const std::byte>(hash), summary);
    if (status && connection_.changes() == 0) {
        return fail(ErrorCode::not_found, "the document has been removed");
    }
    return status;
}

} // namespace sotto::storage
