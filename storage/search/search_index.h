#pragma once

#include "core/ports/search.h"
#include "storage/search/search_query.h"
#include "storage/sqlite/sqlite.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sotto::storage {

/// Searches a library with its FTS5 indexes. Runs on: the storage thread.
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
        std::string_view find;       // at most ?2 rows that match ?1, the best first
        std::string_view highlight;  // the text of row ?2 with the matches of ?1 marked
        std::string_view vocabulary; // at most ?2 words that contain ?1
    };
    static const Index kMessages;
    static const Index kPassages;

    // A matching row, and the index of the expression that it matches.
    struct Found {
        std::int64_t row = 0;
        std::size_t expression = 0;
    };
    struct Matches {
        std::vector<std::string> expressions;
        std::vector<Found> rows;
    };

    Result<std::vector<SearchTerm>> parse_query(std::string_view query);
    Result<Vocabulary> containing_words(const Index& index, const std::vector<SearchTerm>& terms);
    Result<Matches> find(const Index& index, std::string_view query, std::size_t limit);
    Status add_matches(const Index& index, std::string expression, std::size_t limit,
                       Matches& matches);
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
