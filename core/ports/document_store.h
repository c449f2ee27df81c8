#pragma once

#include "core/document.h"
#include "core/error.h"

#include <vector>

namespace sotto {

/// Port to the saved documents. Runs on: the storage thread. Errors: as ConversationStore.
class DocumentStore {
public:
    virtual ~DocumentStore() = default;

    /// Saves a document's text. Saving the same text again returns the id of the first document.
    virtual Result<DocumentId> add(const DocumentText& document) = 0;
    virtual Result<std::vector<DocumentSummary>> list() = 0;
    virtual Result<DocumentText> text(DocumentId id) = 0;
    virtual Status remove(DocumentId id) = 0;
};

} // namespace sotto
