#pragma once

#include "storage/sqlite/text_tokenizer.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::storage {

/// A part of a query, between spaces or within quotation marks.
struct QueryPart {
    std::string_view text;
    bool is_quoted = false;

    friend bool operator==(const QueryPart&, const QueryPart&) = default;
};

/// Splits what a user typed, up to kMaxQueryBytes. A quotation that is not closed ends with the
/// query.
[[nodiscard]] std::vector<QueryPart> split_query(std::string_view query);
inline constexpr std::size_t kMaxQueryBytes = 4096;

/// Words that must follow each other in the text.
struct SearchTerm {
    std::vector<TextToken> words; ///< at least one
    bool is_prefix = false;       ///< the last word may be a prefix of a word of the text

    /// Whether words that contain it match, too: it is a single word of three characters or more.
    [[nodiscard]] bool allows_substring_match() const;
};

/// For each term, the distinct words of the index that contain its word.
using Vocabulary = std::vector<std::vector<std::string>>;

/// Expressions in FTS5's query language. They are built from words of the tokenizer, which consist
/// of letters and digits, and so are always valid. Source: https://www.sqlite.org/fts5.html,
/// section 3.
[[nodiscard]] std::string expression_of_all(const std::vector<SearchTerm>& terms);
/// The same; the words of `vocabulary` match as well. `vocabulary` has an element for each term.
[[nodiscard]] std::string expression_of_all(const std::vector<SearchTerm>& terms,
                                            const Vocabulary& vocabulary);
/// Any of the words; in scripts without spaces, any two adjacent characters. Empty without a word.
[[nodiscard]] std::string expression_of_any(const std::vector<TextToken>& words);

} // namespace sotto::storage
