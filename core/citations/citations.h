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

/// A passage of a document that supports a sentence of an answer.
struct Citation {
    std::string sentence;     ///< of the answer
    std::size_t document = 0; ///< index into the documents
    std::string location;     ///< see location_text(); may be empty
    std::int64_t offset = 0;  ///< of the passage in the document's text, in Unicode code points
    std::int64_t length = 0;  ///< of the passage, in Unicode code points
    std::string text;         ///< the passage
};

/// The name of a place in a document: "p. 12" or "pp. 12-13" when it has pages, else "section
/// Introduction"; empty when there is no mark before it. Unit: Unicode code points.
[[nodiscard]] std::string location_text(std::span<const DocumentMark> marks, std::int64_t offset,
                                        std::int64_t length);

/// Finds where in some documents an answer was read, by its words. A sentence is supported by up to
/// three neighbouring sentences of a document, or by two places together, that have most of its
/// words (rare words weigh more) and all of its numbers. Synonyms are not known: a sentence in
/// other words than the document's gets no citation. Built in linear time. Immutable: any number of
/// threads may use it.
class CitationIndex {
public:
    explicit CitationIndex(std::vector<DocumentText> documents);
    ~CitationIndex();
    CitationIndex(const CitationIndex&) = delete;
    CitationIndex& operator=(const CitationIndex&) = delete;

    [[nodiscard]] const std::vector<DocumentText>& documents() const;

    /// The citations of an answer, in the order of its sentences; none from the documents with the
    /// indices `excluded`. Time per sentence: linear in the occurrences of its words.
    [[nodiscard]] std::vector<Citation> find(std::string_view answer,
                                             std::span<const std::size_t> excluded = {}) const;

private:
    struct State;
    std::unique_ptr<const State> state_;
};

} // namespace sotto
