#pragma once

#include "core/ids.h"
#include "core/ports/overflow_policy.h"

#include <cstdint>
#include <vector>

namespace sotto {

/// Whether the documents of a conversation are prefilled.
enum class PrefillSetting : std::uint8_t {
    ahead,
    stopped, ///< by the user
};

/// Whether a document is to be summarized as an answer in a conversation.
enum class SummarySetting : std::uint8_t {
    none,
    wanted,  ///< requested and not finished
    stopped, ///< by the user; finished parts are kept
};

/// A user's settings for a document of a conversation.
struct DocumentSettings {
    DocumentId document;
    PrefillSetting reading = PrefillSetting::ahead;
    SummarySetting summary = SummarySetting::none;
};

/// A user's settings for a conversation; they are stored.
struct ConversationSettings {
    OverflowPolicy overflow_policy =
        OverflowPolicy::refuse;              ///< refuse: the user is asked each time
    std::vector<DocumentSettings> documents; ///< in the order in which they were attached
};

} // namespace sotto
