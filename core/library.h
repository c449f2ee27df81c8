#pragma once

#include "core/conversation_store.h"
#include "core/document_store.h"
#include "core/search.h"
#include "core/summary_store.h"

namespace sotto {

/// Everything precious that is stored: one database, one connection, one thread.
class Library {
public:
    virtual ~Library() = default;
    virtual ConversationStore& conversations() = 0;
    virtual DocumentStore& documents() = 0;
    virtual SearchIndex& search() = 0;
    virtual SummaryStore& summaries() = 0;
};

} // namespace sotto
