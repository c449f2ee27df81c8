#pragma once

#include "core/citations/citations.h"
#include "core/document_place.h"
#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto {

/// A citation and its place.
struct FoundCitation {
    Citation citation;
    DocumentPlace begin; ///< of the passage's first character
    DocumentPlace end;   ///< of its last
};

/// Finds citations in one set of documents at a time, whose index is built once. Runs on: a thread
/// of its own, since building and searching take time.
class CitationFinder {
public:
    /// Builds the index. `set`: the caller's number for these documents, never used for others.
    Status open(std::int64_t set, std::vector<DocumentText> documents);

    /// Frees the index.
    void close() { opened_.reset(); }

    /// The citations of an answer, in the order of its sentences; `excluded`: as in CitationIndex.
    /// Errors: not_found when another set, or none, is open.
    [[nodiscard]] Result<std::vector<FoundCitation>>
    find(std::int64_t set, std::string_view answer,
         std::span<const std::size_t> excluded = {}) const;

private:
    struct Opened {
        Opened(std::int64_t name, std::vector<DocumentText> documents)
            : set(name), index(std::move(documents)) {}
        std::int64_t set;
        CitationIndex index;
    };
    std::optional<Opened> opened_;
};

} // namespace sotto
