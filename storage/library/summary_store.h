#pragma once

#include "core/ports/summary_store.h"
#include "storage/sqlite/sqlite.h"

namespace sotto::storage {

/// Summaries of parts of documents. Runs on: the storage thread.
/// Owner: the library, which keeps the connection alive.
class SqlSummaryStore final : public SummaryStore {
public:
    explicit SqlSummaryStore(Connection& connection) : connection_(connection) {}

    Result<std::vector<std::optional<std::string>>>
    find(const SummarySource& source, const std::vector<SharedText>& texts) override;
    Status save(const SummarySource& source, std::string_view text,
                std::string_view summary) override;

private:
    Result<std::optional<std::string>> find_one(const SummarySource& source, std::string_view text);

    Connection& connection_;
};

} // namespace sotto::storage
