#pragma once

#include "core/error.h"
#include "core/ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Whose summaries, and how they were made: another model, or another way of asking it, finds
/// nothing.
struct SummarySource {
    DocumentId document;
    std::string model;  ///< what tells the model from all others
    std::string recipe; ///< what it was asked, and how much it might write
};

/// Port to the summaries of parts of documents: what a long summary is put together from, kept so
/// that an interrupted one goes on where it was. They go with their document. Runs on: the storage
/// thread. Errors: as ConversationStore.
class SummaryStore {
public:
    virtual ~SummaryStore() = default;

    /// The kept summary of each text, in their order; nothing where there is none.
    virtual Result<std::vector<std::optional<std::string>>>
    find(const SummarySource& source, const std::vector<std::string>& texts) = 0;

    /// Keeps the summary of a text, in place of the one before. Errors also: not_found (the
    /// document has been removed).
    virtual Status save(const SummarySource& source, std::string_view text,
                        std::string_view summary) = 0;
};

} // namespace sotto
