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

/// What stands before and after each matched word of a snippet; nothing, unless a view wants to
/// show the words in another way.
struct MatchMarks {
    std::string begin;
    std::string end;
};

struct SearchOptions {
    std::size_t limit = 20; ///< hits at most
    MatchMarks marks = {};  // NOLINT(readability-redundant-member-init)
};

/// A message that holds what was looked for.
struct MessageHit {
    ConversationId conversation;
    MessageId message;
    std::string title; ///< the conversation's
    Role role = Role::user;
    UnixMilliseconds created_at = 0; ///< the message's
    std::string snippet; ///< the words around the match, on one line; "…" where the text goes on
};

/// A passage of a document that holds what was looked for.
struct PassageHit {
    DocumentId document;
    std::string title;       ///< the document's
    DocumentPlace place;     ///< of the match that the snippet shows
    std::int64_t offset = 0; ///< of the passage in the document's text, in Unicode code points
    std::int64_t length = 0; ///< of the passage, in Unicode code points
    std::string snippet;     ///< as MessageHit
};

/// A whole passage, about a paragraph, for a prompt.
struct Passage {
    DocumentId document;
    std::string title;
    DocumentPlace place; ///< of its beginning
    std::int64_t offset = 0;
    std::int64_t length = 0;
    std::string text;
};

/// Port to the words of everything saved. Runs on: the storage thread.
///
/// A query is what a person types: all its words must occur, in any order, without regard to case
/// and accents; words within quotation marks must follow each other; of the last word the beginning
/// is enough. Scripts without spaces are found by any sequence of characters. Where that gives
/// fewer hits than wanted, words that contain those of the query follow. No text is a wrong query;
/// one without a word finds nothing. The best hits come first. Errors of all: as ConversationStore;
/// never with a word of the query.
class SearchIndex {
public:
    virtual ~SearchIndex() = default;

    /// Messages that are being written are not found yet.
    virtual Result<std::vector<MessageHit>> messages(std::string_view query,
                                                     const SearchOptions& options) = 0;

    virtual Result<std::vector<PassageHit>> documents(std::string_view query,
                                                      const SearchOptions& options) = 0;

    /// The passages of `documents` that answer a question best: those with the most, and the
    /// rarest, of its words. None of the words has to occur in all of them.
    virtual Result<std::vector<Passage>> passages(std::span<const DocumentId> documents,
                                                  std::string_view question, std::size_t limit) = 0;
};

} // namespace sotto
