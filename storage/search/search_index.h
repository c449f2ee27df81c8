#pragma once

#include "core/ports/search.h"
#include "storage/search/search_query.h"
#include "storage/sqlite/sqlite.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sotto::storage {

/// Search in a library by its FTS5 indexes. Runs on: the storage thread.
/// Owner: the library, which keeps the connection alive.
class SqlSearchIndex final : public SearchIndex {
public:
    explicit SqlSearchIndex(Connection& connection) : connection_(connection) {}

    Result<std::vector<MessageHit>> messages(std::string_view query,
                                             const SearchOptions& options) override;
    Result<std::vector<PassageHit>> documents(std::string_view query,
                                              const SearchOptions& options) override;
    Result<std::vector<Passage>> passages(std::span<const DocumentId> documents,
                                          std::string_view question, std::size_t limit) override;

private:
    // The statements on one of the two indexes.
    struct Index {
        std::string_view find;       // rows that match ?1, the best first, at most ?2
        std::string_view highlight;  // the text of row ?2 with what matches ?1 marked
        std::string_view vocabulary; // words that contain ?1, at most ?2
    };
    static const Index kMessages;
    static const Index kPassages;

    // A found row, and the expression that found it.
    struct Found {
        std::int64_t row = 0;
        std::size_t expression = 0;
    };
    struct Findings {
        std::vector<std::string> expressions;
        std::vector<Found> rows;
    };

    Result<std::vector<SearchTerm>> read_query(std::string_view query);
    Result<Vocabulary> words_around(const Index& index, const std::vector<SearchTerm>& terms);
    Result<Findings> find(const Index& index, std::string_view query, std::size_t limit);
    Status find_more(const Index& index, std::string expression, std::size_t limit,
                     Findings& findings);
    Result<std::string> highlight(const Index& index, const std::string& expression,
                                  std::int64_t row);
    Result<std::optional<MessageHit>> message_hit(std::int64_t row, std::string_view highlighted,
                                                  const MatchMarks& marks);
    Result<std::optional<PassageHit>> passage_hit(std::int64_t row, std::string_view highlighted,
                                                  const MatchMarks& marks);
    Result<DocumentPlace> place(DocumentId document, std::int64_t position);
    template <class Hit, class MakeHit>
    Result<std::vector<Hit>> search(const Index& index, std::string_view query,
                                    const SearchOptions& options, MakeHit make_hit);

    Connection& connection_;
};

} // namespace sotto::storage
