#pragma once

#include "core/ports/document_store.h"
#include "storage/library/wall_clock.h"
#include "storage/search/passage_store.h"
#include "storage/sqlite/sqlite.h"

namespace sotto::storage {

/// The documents of a library. Runs on: the storage thread.
/// Owner: the library, which keeps the connection alive.
class SqlDocumentStore final : public DocumentStore {
public:
    SqlDocumentStore(Connection& connection, WallClock clock);

    /// A text that is saved already keeps its first title and gets the notes of the last file.
    Result<DocumentId> add(const DocumentText& document) override;
    /// The most recently added first.
    Result<std::vector<DocumentSummary>> list() override;
    Result<DocumentText> text(DocumentId id) override;
    Status remove(DocumentId id) override;
    /// The same, within the caller's transaction.
    Status remove_within_transaction(DocumentId id);

    /// Indexes the documents that an older version added. Each has its own transaction, so that the
    /// next start continues what was interrupted.
    Status index_missing();

private:
    Result<DocumentId> find(std::string_view text, std::span<const std::byte> hash);
    Status insert_marks(DocumentId id, std::span<const DocumentMark> marks);
    Result<std::vector<DocumentMark>> marks(DocumentId id);

    Connection& connection_;
    WallClock clock_;
    PassageStore passages_;
};

} // namespace sotto::storage
