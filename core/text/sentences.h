#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto {

/// What a single line break means.
enum class LineBreaks {
    wrap, ///< nothing, unless the line is short: lines of a document are often broken by its width
    end,  ///< the end of a sentence: headings and list items of an answer
};

/// A sentence of a text, in bytes, without the space around it.
struct SentenceRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The sentences of a text, in order, by its punctuation and line breaks; also headings, items and
/// lines of a table. A very long one is cut between words. Marks of list items ("- ", "2. ") and a
/// lead-in ("The text says: ") of an answer are not part of its sentences. Linear time.
[[nodiscard]] std::vector<SentenceRange> split_sentences(std::string_view text, LineBreaks breaks);

} // namespace sotto
