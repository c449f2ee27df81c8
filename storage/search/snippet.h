#pragma once

#include "core/ports/search.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::storage {

/// Mark each match in a text from FTS5's highlight().
inline constexpr char kMatchBegin = '\x01';
inline constexpr char kMatchEnd = '\x02';

/// An excerpt that shows where a text matches.
struct Snippet {
    std::string text;            ///< one line, with "…" where it was cut
    std::size_t first_match = 0; ///< its byte in the text without the marks
};

/// The first excerpt of about 160 characters with the most matches. `highlighted`: the text with
/// kMatchBegin and kMatchEnd around the matches; it may hold any bytes.
[[nodiscard]] Snippet make_snippet(std::string_view highlighted, const MatchMarks& marks);

} // namespace sotto::storage
