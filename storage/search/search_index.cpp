#include "storage/search/search_index.h"

#include "core/text/bidi.h"
#include "core/text/utf8.h"
#include "storage/search/snippet.h"

#include <algorithm>
#include <format>
#include <utility>

namespace sotto::storage {
namespace {

// At most so many words that contain a word of the query are searched for.
constexpr std::int64_t kMaxContainingWords = 64;
// Of a query; nobody types more, and pasted text is truncated.
constexpr std::size_t kMaxTerms = 32;

// Reads the one row of a statement; nothing when there is none.
template <class Value, class Read>
Result<std::optional<Value>> read_one(Result<Statement> rows, Read read) {
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::optional<Value> value;
    Status status = rows->for_each([&](const Statement& row) {
        value = read(row);
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return value;
}

std::string list_of(std::span<const DocumentId> documents) {
    std::string list = "[";
    for (const DocumentId id : documents) {
        list += std::format("{}{}", list.size() > 1 ? "," : "", id.value);
    }
    return list + ']';
}

} // namespace

const SqlSearchIndex::Index SqlSearchIndex::kMessages{
    .find = "SELECT rowid FROM message_words WHERE message_words MATCH ?1 ORDER BY rank LIMIT ?2",
    .highlight = "SELECT highlight(message_words, 0, char(1), char(2)) FROM message_words "
                 "WHERE message_words MATCH ?1 AND rowid = ?2",
    .vocabulary = "SELECT term FROM message_vocabulary WHERE instr(term, ?1) > 0 LIMIT ?2",
};

const SqlSearchIndex::Index SqlSearchIndex::kPassages{
    .find = "SELECT rowid FROM passage_words WHERE passage_words MATCH ?1 ORDER BY rank LIMIT ?2",
    .highlight = "SELECT highlight(passage_words, 0, char(1), char(2)) FROM passage_words "
                 "WHERE passage_words MATCH ?1 AND rowid = ?2",
    .vocabulary = "SELECT term FROM passage_vocabulary WHERE instr(term, ?1) > 0 LIMIT ?2",
};

Result<std::vector<SearchTerm>> SqlSearchIndex::parse_query(std::string_view query) {
    std::vector<SearchTerm> terms;
    const std::vector<QueryPart> parts = split_query(query);
    for (const QueryPart& part : parts) {
        auto words = connection_.tokenize(part.text);
        if (!words) {
            return std::unexpected(words.error());
        }
        const bool is_last = &part == &parts.back();
        if (!words->empty() && terms.size() < kMaxTerms) {
            terms.push_back({std::move(*words), is_last && !part.is_quoted});
        }
    }
    return terms;
}

Result<Vocabulary> SqlSearchIndex::containing_words(const Index& index,
                                                    const std::vector<SearchTerm>& terms) {
    Vocabulary vocabulary(terms.size());
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (!terms[i].allows_substring_match()) {
            continue;
        }
        auto rows =
            connection_.query(index.vocabulary, terms[i].words.front().text, kMaxContainingWords);
        if (!rows) {
            return std::unexpected(rows.error());
        }
        Status status = rows->for_each([&](const Statement& row) {
            vocabulary[i].push_back(row.text(0));
            return Status();
        });
        if (!status) {
            return std::unexpected(status.error());
        }
    }
    return vocabulary;
}

Status SqlSearchIndex::add_matches(const Index& index, std::string expression, std::size_t limit,
                                   Matches& matches) {
    const std::size_t number = matches.expressions.size();
    matches.expressions.push_back(std::move(expression));
    auto rows =
        connection_.query(index.find, matches.expressions.back(), static_cast<std::int64_t>(limit));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    return rows->for_each([&](const Statement& row) {
        const std::int64_t id = row.integer(0);
        if (matches.rows.size() < limit && !std::ranges::contains(matches.rows, id, &Found::row)) {
            matches.rows.push_back({id, number});
        }
        return Status();
    });
}

Result<SqlSearchIndex::Matches> SqlSearchIndex::find(const Index& index, std::string_view query,
                                                     std::size_t limit) {
    Matches matches;
    const auto terms = parse_query(query);
    if (!terms) {
        return std::unexpected(terms.error());
    }
    if (terms->empty() || limit == 0) {
        return matches;
    }
    if (Status status = add_matches(index, expression_of_all(*terms), limit, matches); !status) {
        return std::unexpected(status.error());
    }
    if (matches.rows.size() >= limit) {
        return matches;
    }
    const auto vocabulary = containing_words(index, *terms);
    if (!vocabulary) {
        return std::unexpected(vocabulary.error());
    }
    if (std::ranges::all_of(*vocabulary, &std::vector<std::string>::empty)) {
        return matches;
    }
    // The rows that are known already may all come first again.
    Status status = add_matches(index, expression_of_all(*terms, *vocabulary), limit, matches);
    if (!status) {
        return std::unexpected(status.error());
    }
    return matches;
}

Result<std::string> SqlSearchIndex::highlight(const Index& index, const std::string& expression,
                                              std::int64_t row) {
    auto text = read_one<std::string>(connection_.query(index.highlight, expression, row),
                                      [](const Statement& found) { return found.text(0); });
    if (!text) {
        return std::unexpected(text.error());
    }
    return std::move(*text).value_or("");
}

template <class Hit, class MakeHit>
Result<std::vector<Hit>> SqlSearchIndex::search(const Index& index, std::string_view query,
                                                const SearchOptions& options, MakeHit make_hit) {
    // All statements see one state of the library, so no match is removed before it is read.
    auto transaction = Transaction::begin(connection_, Transaction::Access::read);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    const auto matches = find(index, query, options.limit);
    if (!matches) {
        return std::unexpected(matches.error());
    }
    std::vector<Hit> hits;
    for (const Found& found : matches->rows) {
        const auto text = highlight(index, matches->expressions[found.expression], found.row);
        if (!text) {
            return std::unexpected(text.error());
        }
        Result<std::optional<Hit>> hit = make_hit(found.row, *text);
        if (!hit) {
            return std::unexpected(hit.error());
        }
        if (*hit) {
            hits.push_back(std::move(**hit));
        }
    }
    return hits;
}

Result<std::vector<MessageHit>> SqlSearchIndex::messages(std::string_view query,
                                                         const SearchOptions& options) {
    return search<MessageHit>(kMessages, query, options,
                              [&](std::int64_t row, std::string_view highlighted) {
                                  return message_hit(row, highlighted, options.marks);
                              });
}

Result<std::vector<PassageHit>> SqlSearchIndex::documents(std::string_view query,
                                                          const SearchOptions& options) {
    return search<PassageHit>(kPassages, query, options,
                              [&](std::int64_t row, std::string_view highlighted) {
                                  return passage_hit(row, highlighted, options.marks);
                              });
}

Result<std::optional<MessageHit>> SqlSearchIndex::message_hit(std::int64_t row,
                                                              std::string_view highlighted,
                                                              const MatchMarks& marks) {
    return read_one<MessageHit>(
        connection_.query(
            "SELECT conversation_id, title, role = 'user', role = 'system', message.created_at "
            "FROM message JOIN conversation ON conversation.id = conversation_id "
            "WHERE message.id = ?1",
            row),
        [&](const Statement& found) {
            const Role other = found.integer(3) != 0 ? Role::system : Role::assistant;
            return MessageHit{.conversation = {found.integer(0)},
                              .message = {row},
                              .title = without_bidi_controls(found.text(1)),
                              .role = found.integer(2) != 0 ? Role::user : other,
                              .created_at = found.integer(4),
                              .snippet = make_snippet(highlighted, marks).text};
        });
}

Result<std::optional<PassageHit>> SqlSearchIndex::passage_hit(std::int64_t row,
                                                              std::string_view highlighted,
                                                              const MatchMarks& marks) {
    auto hit = read_one<PassageHit>(
        connection_.query("SELECT document_id, title, position FROM passage "
                          "JOIN document ON document.id = document_id WHERE passage.id = ?1",
                          row),
        [&](const Statement& found) {
            return PassageHit{.document = {found.integer(0)},
                              .title = without_bidi_controls(found.text(1)),
                              .place = {},
                              .offset = found.integer(2),
                              .length = 0,
                              .snippet = {}};
        });
    if (!hit || !*hit) {
        return hit;
    }
    std::string plain(highlighted);
    std::erase_if(plain, [](char byte) { return byte == kMatchBegin || byte == kMatchEnd; });
    Snippet snippet = make_snippet(highlighted, marks);
    PassageHit& found = **hit;
    const std::int64_t before =
        count_code_points(std::string_view(plain).substr(0, snippet.first_match));
    auto match_place = place(found.document, found.offset + before);
    if (!match_place) {
        return std::unexpected(match_place.error());
    }
    found.place = std::move(*match_place);
    found.length = count_code_points(plain);
    found.snippet = std::move(snippet.text);
    return hit;
}

Result<DocumentPlace> SqlSearchIndex::place(DocumentId document, std::int64_t position) {
    DocumentPlace place;
    for (const auto& [kind, label] : {std::pair{std::string_view("page"), &place.page},
                                      std::pair{std::string_view("section"), &place.section}}) {
        auto found = read_one<std::string>(
            connection_.query("SELECT label FROM document_mark WHERE document_id = ?1 AND kind = "
                              "?2 AND position <= ?3 ORDER BY number DESC LIMIT 1",
                              document.value, kind, position),
            [](const Statement& row) { return without_bidi_controls(row.text(0)); });
        if (!found) {
            return std::unexpected(found.error());
        }
        *label = std::move(*found).value_or("");
    }
    return place;
}

Result<std::vector<Passage>> SqlSearchIndex::passages(std::span<const DocumentId> documents,
                                                      std::string_view question,
                                                      std::size_t limit) {
    const auto words = connection_.tokenize(question.substr(0, kMaxQueryBytes));
    if (!words) {
        return std::unexpected(words.error());
    }
    const std::string expression = expression_of_any(*words);
    if (expression.empty() || documents.empty()) {
        return {};
    }
    auto transaction = Transaction::begin(connection_, Transaction::Access::read);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    // Ranking comes before reading: the text of a whole document is read for each passage.
    const std::string list = list_of(documents);
    auto rows = connection_.query(
        "SELECT document_id, title, position, passage_text.text FROM "
        "(SELECT rowid AS found, rank AS score FROM passage_words WHERE passage_words MATCH ?1 "
        "AND rowid IN (SELECT id FROM passage WHERE document_id IN "
        "(SELECT value FROM json_each(?2))) ORDER BY rank LIMIT ?3) "
        "JOIN passage ON passage.id = found JOIN document ON document.id = document_id "
        "JOIN passage_text ON passage_text.id = found ORDER BY score, found",
        expression, list, static_cast<std::int64_t>(limit));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<Passage> passages;
    Status status = rows->for_each([&](const Statement& row) -> Status {
        Passage passage{.document = {row.integer(0)},
                        .title = without_bidi_controls(row.text(1)),
                        .place = {},
                        .offset = row.integer(2),
                        .length = 0,
                        .text = row.text(3)};
        auto found = place(passage.document, passage.offset);
        if (!found) {
            return std::unexpected(found.error());
        }
        passage.place = std::move(*found);
        passage.length = count_code_points(passage.text);
        passages.push_back(std::move(passage));
        return {};
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return passages;
}

} // namespace sotto::storage
