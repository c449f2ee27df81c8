#pragma once

#include "core/ids.h"
#include "core/ports/overflow_policy.h"

#include <cstdint>
#include <vector>

namespace sotto {

/// Whether the documents of a conversation are read ahead of any question.
enum class PrefillSetting : std::uint8_t {
    ahead,
    stopped, ///< by the user
};

/// Whether a document is to be summarized as an answer in a conversation.
enum class SummarySetting : std::uint8_t {
    none,
    wanted,  ///< and not there yet
    stopped, ///< by the user; what is done of it is kept
};

/// What the user settings of a document within a conversation.
struct DocumentSettings {
    DocumentId document;
    PrefillSetting reading = PrefillSetting::ahead;
    SummarySetting summary = SummarySetting::none;
};

/// What the user has decided for a conversation, beyond the program's end.
struct ConversationSettings {
    OverflowPolicy overflow_policy = OverflowPolicy::refuse; ///< refuse: asked each time
    std::vector<DocumentSettings> documents; ///< in the order in which they were attached
};

} // namespace sotto
