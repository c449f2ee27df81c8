#pragma once

#include "core/error.h"

#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace sotto::storage {

/// How the indexes of texts cut them into words: as SQLite's unicode61 does (letters and digits,
/// without case and accents), but in scripts that put no spaces between words every character is a
/// word of its own, so that any sequence of them is found as a phrase. Two languages cannot be told
/// apart by that, and need not: Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese.
inline constexpr const char* kTextTokenizer = "sotto_words";

/// A word as the indexes hold it.
struct TextToken {
    std::string text;
    bool is_character = false; ///< one character of a script without spaces

    friend bool operator==(const TextToken&, const TextToken&) = default;
};

/// Makes kTextTokenizer known to a connection. Returns a SQLite code.
[[nodiscard]] int register_text_tokenizer(sqlite3* database);

/// The words of a text, in order. Errors: out_of_memory, internal.
[[nodiscard]] Result<std::vector<TextToken>> tokenize_text(sqlite3* database,
                                                           std::string_view text);

} // namespace sotto::storage
