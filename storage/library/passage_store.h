#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "storage/sqlite/sqlite.h"

#include <string_view>
#include <vector>

namespace sotto::storage {

/// The passages of documents and the index of their words. Runs on: the storage thread, within the
/// caller's transaction. Owner: the library, which keeps the connection alive.
class PassageStore {
public:
    explicit PassageStore(Connection& connection) : connection_(connection) {}

    /// Cuts the text of a new document and indexes it.
    [[nodiscard]] Status add(DocumentId document, std::string_view text);

    /// Takes a document out of the index; the text must be the one that was added.
    [[nodiscard]] Status remove(DocumentId document, std::string_view text);

    /// Documents with a text and without passages: an older version added them.
    [[nodiscard]] Result<std::vector<DocumentId>> missing();
    [[nodiscard]] Result<bool> is_missing(DocumentId document);

private:
    Connection& connection_;
};

} // namespace sotto::storage
