#pragma once

#include "app/extract/protocol/extraction.h"

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>

namespace sotto::extract {

/// Extracts the documents that are attached to others, within limits that hold for the whole file.
class AttachedDocuments {
public:
    /// The deepest nesting, the most documents, and the most bytes of all.
    static constexpr int kMaxDepth = 4;
    static constexpr int kMaxDocuments = 200;
    static constexpr std::size_t kMaxBytes = kLargestFile;

    /// As extract_text(); documents within that document go through the same object.
    using Extract = std::function<Extraction(std::string_view bytes, std::string_view extension,
                                             AttachedDocuments& documents)>;
    explicit AttachedDocuments(Extract extract) : extract_(std::move(extract)) {}

    /// The text of a document with this file name. Errors: as extract_text(); too_large beyond a
    /// limit.
    [[nodiscard]] Extraction extract(std::string_view bytes, std::string_view name);

private:
    Extract extract_;
    int depth_ = 0;
    int count_ = 0;
    std::size_t bytes_ = 0;
};

} // namespace sotto::extract
