#pragma once

#include "core/document.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// A place in a document that says what a sentence of an answer says.
struct Citation {
    std::string sentence;     ///< of the answer
    std::size_t document = 0; ///< index into the documents
    std::string location;     ///< see location_text(); may be empty
    std::int64_t offset = 0;  ///< of the passage in the document's text, in Unicode code points
    std::int64_t length = 0;  ///< of the passage, in Unicode code points
    std::string text;         ///< the passage
};

/// What a place in a document is called by: "p. 12", "pp. 12-13", where it has pages, else
/// "section Introduction"; empty where no mark stands before it. Unit: Unicode code points.
[[nodiscard]] std::string location_text(std::span<const DocumentMark> marks, std::int64_t offset,
                                        std::int64_t length);

/// Finds where in some documents an answer was read, by its words: made once, in time linear in
/// their length, and asked as often as needed. A sentence is supported by up to three neighbouring
/// sentences of a document, or by two places together, which have most of its words, the rare ones
/// counting for more, and every one of its numbers. Of words that are only alike nothing is known:
/// a sentence in other words than the document's has no citation, and none is invented.
/// Immutable: any number of threads may use it.
class CitationIndex {
public:
    explicit CitationIndex(std::vector<DocumentText> documents);
    ~CitationIndex();
    CitationIndex(const CitationIndex&) = delete;
    CitationIndex& operator=(const CitationIndex&) = delete;

    [[nodiscard]] const std::vector<DocumentText>& documents() const;

    /// The citations of an answer, in the order of its sentences; none in the documents `left_out`,
    /// which are indices. Time: per sentence the number of places in which its words stand.
    [[nodiscard]] std::vector<Citation> find(std::string_view answer,
                                             std::span<const std::size_t> left_out = {}) const;

private:
    struct State;
    std::unique_ptr<const State> state_;
};

} // namespace sotto
