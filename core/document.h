#pragma once

#include "core/ids.h"

#include <string>

namespace sotto {

/// The text of a document, ready for a prompt.
struct DocumentText {
    std::string title; ///< UTF-8, one line; usually the file's name
    std::string text;  ///< UTF-8
};

/// A stored document as lists show it.
struct DocumentSummary {
    DocumentId id;
    std::string title;
    std::int64_t characters = 0; ///< Unicode code points
    UnixMilliseconds added_at = 0;
};

} // namespace sotto
