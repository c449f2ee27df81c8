#pragma once

#include "core/ports/document_store.h"
#include "storage/library/passage_store.h"
#include "storage/library/system_clock.h"
#include "storage/sqlite/sqlite.h"

namespace sotto::storage {

/// The documents of a library. Runs on: the storage thread.
/// Owner: the library, which keeps the connection alive.
class SqlDocumentStore final : public DocumentStore {
public:
    SqlDocumentStore(Connection& connection, WallClock clock);

    /// A text that is there already keeps its first title.
    Result<DocumentId> add(const DocumentText& document) override;
    /// The last added first.
    Result<std::vector<DocumentSummary>> list() override;
    Result<DocumentText> text(DocumentId id) override;
    Status remove(DocumentId id) override;

    /// Indexes the documents that an older version added, each in a transaction of its own: what is
    /// interrupted goes on at the next start.
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
