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

    /// Splits the text of a new document into passages and indexes them.
    [[nodiscard]] Status add(DocumentId document, std::string_view text);

    /// Removes a document from the index; `text` must be the text that was added.
    [[nodiscard]] Status remove(DocumentId document, std::string_view text);

    /// Documents that have a text and no passages, since an older version added them.
    [[nodiscard]] Result<std::vector<DocumentId>> missing();
    [[nodiscard]] Result<bool> is_missing(DocumentId document);

private:
    Connection& connection_;
};

} // namespace sotto::storage
