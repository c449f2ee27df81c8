#pragma once

#include "core/ports/removal_store.h"
#include "storage/library/document_store.h"
#include "storage/library/writer_lock.h"
#include "storage/sqlite/sqlite.h"

#include <filesystem>
#include <utility>

namespace sotto::storage {

/// Removals from a library. Runs on: the storage thread.
/// Owner: the library, which keeps all three alive.
class SqlRemovalStore final : public RemovalStore {
public:
    /// `file`: of the library; empty in memory.
    SqlRemovalStore(Connection& connection, const WriterLock& writer, SqlDocumentStore& documents,
                    std::filesystem::path file)
        : connection_(connection), writer_(writer), documents_(documents), file_(std::move(file)) {}

    Result<std::int64_t> library_id() override;
    Status remove(const RemovalTarget& target) override;
    Result<KvRemoval> pending() override;
    Status finish(const KvRemoval& removal) override;

private:
    // Run within the caller's transaction.
    Status remove_in(ConversationId id);
    Status remove_in(MessageId id);
    Status remove_in(DocumentId id);
    Status remove_in(Everything everything);

    struct Turn;
    Result<Turn> turn_of(MessageId id);
    Status delete_turn(const Turn& turn);
    Result<bool> is_being_written(ConversationId id);
    Status rename_after(const Turn& turn);

    Connection& connection_;
    const WriterLock& writer_;
    SqlDocumentStore& documents_;
    std::filesystem::path file_;
};

} // namespace sotto::storage
