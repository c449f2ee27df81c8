#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto {

/// What a single line break means.
enum class LineBreaks {
    wrap, ///< nothing, unless the line is short: documents often have hard-wrapped lines
    end,  ///< the end of a sentence, as after headings and list items of an answer
};

/// A sentence of a text, in bytes, without white space around it.
struct SentenceRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Splits a text into sentences by punctuation and line breaks; headings, list items and table rows
/// are sentences, too. A very long one is cut between words. List markers ("- ", "2. ") are not
/// part of a sentence; an answer's lead-in ("The text says: ") is one of its own. Linear time.
[[nodiscard]] std::vector<SentenceRange> split_sentences(std::string_view text, LineBreaks breaks);

} // namespace sotto
