#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/ports/kv_source.h"

#include <cstdint>
#include <variant>

namespace sotto {

/// All conversations and documents.
struct Everything {};

/// What a user removes. A message goes with the other one of its turn.
using RemovalTarget = std::variant<ConversationId, MessageId, DocumentId, Everything>;

/// Port to removals from the library. Runs on: the storage thread. Errors: as ConversationStore.
class RemovalStore {
public:
    virtual ~RemovalStore() = default;

    /// A random number made with the library, by which a store of keys and values tells its
    /// conversations and documents from those of other libraries.
    virtual Result<std::int64_t> library_id() = 0;

    /// Removes texts, their index, summaries and titles taken from them, and records that their
    /// keys and values have to be removed, in one transaction. The library overwrites them.
    /// Errors also: busy (an answer is being written to the message).
    virtual Status remove(const RemovalTarget& target) = 0;

    /// What is recorded, by this run of the program or an earlier one that was ended.
    virtual Result<KvRemoval> pending() = 0;

    /// Drops what is recorded, since those keys and values are removed, when no log or copy of
    /// the library holds a removed text any more. Errors also: busy (another program is reading,
    /// so that the log cannot be emptied now; what is recorded stays).
    virtual Status finish(const KvRemoval& removal) = 0;
};

} // namespace sotto
