#pragma once

#include "core/error.h"

#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace sotto::storage {

/// The FTS5 tokenizer of all indexes. It works like SQLite's unicode61 on the search form of a text
/// (SearchForm), except that every character of a script without spaces is a word of its own, so
/// that any sequence of characters is found as a phrase. These scripts are those of Chinese,
/// Japanese, Korean, Thai, Lao, Khmer and Burmese. The indexes have to be rebuilt, by a migration,
/// when the words that it makes of a text change.
inline constexpr const char* kTextTokenizer = "sotto_words";

/// A word as it is stored in the indexes.
struct TextToken {
    std::string text;
    bool is_character = false; ///< one character of a script without spaces

    friend bool operator==(const TextToken&, const TextToken&) = default;
};

/// Registers kTextTokenizer with a connection. Returns a SQLite result code.
[[nodiscard]] int register_text_tokenizer(sqlite3* database);

/// The words of a text, in order. Errors: out_of_memory, internal.
[[nodiscard]] Result<std::vector<TextToken>> tokenize_text(sqlite3* database,
                                                           std::string_view text);

} // namespace sotto::storage
