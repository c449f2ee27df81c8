#pragma once

#include "core/ids.h"
#include "core/when_full.h"

#include <cstdint>
#include <vector>

namespace sotto {

/// Whether the documents of a conversation are read ahead of any question.
enum class ReadingWish : std::uint8_t {
    ahead,
    stopped, ///< by the user
};

/// Whether a document is to be summarized as an answer in a conversation.
enum class SummaryWish : std::uint8_t {
    none,
    wanted,  ///< and not there yet
    stopped, ///< by the user; what is done of it is kept
};

/// What the user wishes of a document within a conversation.
struct DocumentWish {
    DocumentId document;
    ReadingWish reading = ReadingWish::ahead;
    SummaryWish summary = SummaryWish::none;
};

/// What the user has decided for a conversation, beyond the program's end.
struct ConversationWishes {
    WhenFull when_full = WhenFull::refuse; ///< refuse: asked each time
    std::vector<DocumentWish> documents;   ///< in the order in which they were attached
};

} // namespace sotto
