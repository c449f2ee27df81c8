#pragma once

#include "core/ports/conversation_store.h"
#include "core/ports/document_store.h"
#include "core/ports/removal_store.h"
#include "core/ports/search.h"
#include "core/ports/summary_store.h"

namespace sotto {

/// Port to everything that cannot be computed again: one database, one connection, one thread.
class Library {
public:
    virtual ~Library() = default;
    virtual ConversationStore& conversations() = 0;
    virtual DocumentStore& documents() = 0;
    virtual SearchIndex& search() = 0;
    virtual SummaryStore& summaries() = 0;
    virtual RemovalStore& removals() = 0;
};

} // namespace sotto
