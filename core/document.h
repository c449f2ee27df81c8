#pragma once

#include "core/ids.h"
#include "core/shared_text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sotto {

/// The kind of a mark in a document.
enum class DocumentMarkKind : std::uint8_t { page, section };

/// The beginning of a page or a section, for citations.
struct DocumentMark {
    DocumentMarkKind kind = DocumentMarkKind::section;
    std::int64_t offset = 0; ///< of its beginning in the text, in Unicode code points
    std::string label;       ///< UTF-8, one line: the page number or the heading

    friend bool operator==(const DocumentMark&, const DocumentMark&) = default;
};

/// How the text of a document was obtained.
enum class TextOrigin : std::uint8_t {
    written,    ///< stored in the file
    recognized, ///< by OCR, with possible mistakes
};

/// The text of a document as it goes into a prompt; marks are in the order of their offsets. Copies
/// share the text.
struct DocumentText {
    std::string title;                    ///< UTF-8, one line; usually the file's name
    SharedText text;                      ///< UTF-8
    std::vector<DocumentMark> marks = {}; // NOLINT(readability-redundant-member-init)
    TextOrigin origin = TextOrigin::written;
    /// What its user should know, a sentence each: "Hidden text was left out."
    std::vector<std::string> notes = {}; // NOLINT(readability-redundant-member-init)
};

/// A stored document as lists show it.
struct DocumentSummary {
    DocumentId id;
    std::string title;
    std::int64_t characters = 0; ///< Unicode code points
    UnixMilliseconds added_at = 0;
    std::int64_t pages = 0; ///< 0: unknown
    TextOrigin origin = TextOrigin::written;
    /// The last message at the time when the document joined the conversation it is listed for:
    /// later answers may cite it. Invalid: it joined before any message, or is listed for no
    /// conversation.
    MessageId joined_after = {}; // NOLINT(readability-redundant-member-init)
    /// As in DocumentText.
    std::vector<std::string> notes = {}; // NOLINT(readability-redundant-member-init)
};

} // namespace sotto
