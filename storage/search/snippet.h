#pragma once

#include "core/ports/search.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sotto::storage {

/// What stands around each match in a text that FTS5's highlight() gives.
inline constexpr char kMatchBegin = '\x01';
inline constexpr char kMatchEnd = '\x02';

/// The part of a text that shows where it matches.
struct Snippet {
    std::string text;            ///< one line, "…" where the text goes on
    std::size_t first_match = 0; ///< the byte of the text (without the marks) it was cut for
};

/// Cuts the stretch of about 160 characters with the most matches out of a text, the first of
/// several. `highlighted`: the text with kMatchBegin and kMatchEnd in it; any bytes besides.
[[nodiscard]] Snippet make_snippet(std::string_view highlighted, const MatchMarks& marks);

} // namespace sotto::storage
