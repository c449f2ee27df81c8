#pragma once

#include "core/conversation.h"
#include "core/document_place.h"
#include "core/error.h"
#include "core/ids.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Put before and after each matched word of a snippet, for highlighting; empty by default.
struct MatchMarks {
    std::string begin;
    std::string end;
};

struct SearchOptions {
    std::size_t limit = 20; ///< maximum number of hits
    MatchMarks marks = {};  // NOLINT(readability-redundant-member-init)
};

/// A message that matches a query.
struct MessageHit {
    ConversationId conversation;
    MessageId message;
    std::string title; ///< the conversation's
    Role role = Role::user;
    UnixMilliseconds created_at = 0; ///< the message's
    std::string snippet;             ///< one line around the match; "…" where text was cut off
};

/// A passage of a document that matches a query.
struct PassageHit {
    DocumentId document;
    std::string title;       ///< the document's
    DocumentPlace place;     ///< of the match in the snippet
    std::int64_t offset = 0; ///< of the passage in the document's text, in Unicode code points
    std::int64_t length = 0; ///< of the passage, in Unicode code points
    std::string snippet;     ///< as in MessageHit
};

/// A passage for a prompt, about a paragraph.
struct Passage {
    DocumentId document;
    std::string title;
    DocumentPlace place; ///< of its beginning
    std::int64_t offset = 0;
    std::int64_t length = 0;
    std::string text;
};

/// Port to the full-text search. Runs on: the storage thread.
///
/// A query is what a user types. All words must occur, in any order; case and accents are ignored.
/// Words in quotation marks must follow each other. The last word matches as a prefix. Scripts
/// without spaces match by any sequence of characters. When that gives too few hits, texts follow
/// whose words contain those of the query. Every text is a valid query; one without a word finds
/// nothing. The best hits come first. Errors of all: as ConversationStore; details never quote the
/// query.
class SearchIndex {
public:
    virtual ~SearchIndex() = default;

    /// Without messages in state `writing`.
    virtual Result<std::vector<MessageHit>> messages(std::string_view query,
                                                     const SearchOptions& options) = 0;

    virtual Result<std::vector<PassageHit>> documents(std::string_view query,
                                                      const SearchOptions& options) = 0;

    /// The passages of `documents` that match a question best: those with the most and the rarest
    /// of its words. A passage need not have all of them.
    virtual Result<std::vector<Passage>> passages(std::span<const DocumentId> documents,
                                                  std::string_view question, std::size_t limit) = 0;
};

} // namespace sotto
