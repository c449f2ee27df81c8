#pragma once

#include "storage/sqlite/text_tokenizer.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::storage {

/// What a person typed, cut at its spaces and quotation marks.
struct QueryPiece {
    std::string_view text;
    bool is_quoted = false;

    friend bool operator==(const QueryPiece&, const QueryPiece&) = default;
};

/// Of a query of any length the first kMaxQueryBytes are read. An open quotation ends with the
/// query.
[[nodiscard]] std::vector<QueryPiece> split_query(std::string_view query);
inline constexpr std::size_t kMaxQueryBytes = 4096;

/// Words that must follow each other.
struct SearchTerm {
    std::vector<TextToken> words; ///< at least one
    bool is_prefix = false;       ///< of the last word the beginning is enough

    /// Whether other words that contain it may be looked for: it is one word of three characters
    /// or more.
    [[nodiscard]] bool may_be_part() const;
};

/// The words that contain a term's word, by term; none where there are none but itself.
using Vocabulary = std::vector<std::vector<std::string>>;

/// Expressions of FTS5's query language. They are made of words that the tokenizer gave, letters
/// and digits, so that none can be wrong.
/// Source: https://www.sqlite.org/fts5.html, section 3.
[[nodiscard]] std::string expression_of_all(const std::vector<SearchTerm>& terms);
/// The same, with the words that contain those of a term besides. `vocabulary`: as many as terms.
[[nodiscard]] std::string expression_of_all(const std::vector<SearchTerm>& terms,
                                            const Vocabulary& vocabulary);
/// Any of the words; in scripts without spaces any two characters that follow each other. Empty
/// when there is no word.
[[nodiscard]] std::string expression_of_any(const std::vector<TextToken>& words);

} // namespace sotto::storage
