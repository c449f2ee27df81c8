#pragma once

#include "core/document.h"
#include "core/error.h"

#include <stop_token>
#include <string>

namespace sotto {

/// What a file says, and what a person should know about how it was read.
struct ExtractedDocument {
    DocumentText document;
    std::string caution; ///< one sentence; empty when there is nothing to know
};

/// Port to the reader of foreign files. Runs on: a thread of its own, which waits.
class TextExtractor {
public:
    virtual ~TextExtractor() = default;

    /// Errors: not_found, io, invalid_input, unsupported, corrupt_data (the sentence names the file
    /// and the reason), cancelled.
    virtual Result<ExtractedDocument> extract(const std::string& path,
                                              const std::stop_token& stop) = 0;
};

} // namespace sotto
