#pragma once

#include "core/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sotto {

/// What a place in a document is called by.
enum class DocumentMarkKind : std::uint8_t { page, section };

/// Where a page or a section begins, so that an answer can say where it was read.
struct DocumentMark {
    DocumentMarkKind kind = DocumentMarkKind::section;
    std::int64_t offset = 0; ///< Unicode code points of the text before it
    std::string label;       ///< UTF-8, one line: a page's number, a section's heading

    friend bool operator==(const DocumentMark&, const DocumentMark&) = default;
};

/// Where a text comes from.
enum class TextOrigin : std::uint8_t {
    written,    ///< the file holds it
    recognized, ///< a machine read it off pictures, with mistakes
};

/// The text of a document, ready for a prompt; its marks in the order of their offsets.
struct DocumentText {
    std::string title;                    ///< UTF-8, one line; usually the file's name
    std::string text;                     ///< UTF-8
    std::vector<DocumentMark> marks = {}; // NOLINT(readability-redundant-member-init)
    TextOrigin origin = TextOrigin::written;
};

/// A stored document as lists show it.
struct DocumentSummary {
    DocumentId id;
    std::string title;
    std::int64_t characters = 0; ///< Unicode code points
    UnixMilliseconds added_at = 0;
    std::int64_t pages = 0; ///< 0: its pages are not known
    TextOrigin origin = TextOrigin::written;
    /// The last message that was there when it joined the conversation it is listed for, so that
    /// what follows knows it; invalid: it was there before all, or is listed for none.
    MessageId joined_after = {}; // NOLINT(readability-redundant-member-init)
};

} // namespace sotto
