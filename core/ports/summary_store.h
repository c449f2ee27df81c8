#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/shared_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Identifies the summaries of a document by the model and the recipe that made them.
struct SummarySource {
    DocumentId document;
    std::string model;  ///< the model's fingerprint
    std::string recipe; ///< prompt and answer limit; see summary_recipe()
};

/// Port to the summaries of document parts, which are saved so that an interrupted summary can
/// continue. They are removed with their document. Runs on: the storage thread. Errors: as
/// ConversationStore.
class SummaryStore {
public:
    virtual ~SummaryStore() = default;

    /// The saved summary of each text, in order; unset where there is none.
    virtual Result<std::vector<std::optional<std::string>>>
    find(const SummarySource& source, const std::vector<SharedText>& texts) = 0;

    /// Saves the summary of a text, replacing an earlier one. Errors also: not_found (the document
    /// has been removed).
    virtual Status save(const SummarySource& source, std::string_view text,
                        std::string_view summary) = 0;
};

} // namespace sotto
