#pragma once

#include "core/document.h"
#include "storage/sqlite/sqlite.h"

#include <string_view>
#include <vector>

namespace sotto::storage {

/// The columns of table `document` that read_document_summaries() expects, in its order. Behind
/// them comes the id that becomes `joined_after`.
inline constexpr std::string_view kDocumentSummaryColumns =
    "document.id, document.title, document.characters, document.added_at, "
    "(SELECT count(*) FROM document_mark WHERE document_id = document.id AND kind = 'page'), "
    "document.origin";

/// The word that column `origin` has for an origin, and back.
[[nodiscard]] std::string_view to_string(TextOrigin origin);
[[nodiscard]] TextOrigin to_origin(std::string_view word);

/// All documents that a query of kDocumentSummaryColumns and an id finds, in its order. Errors: the
/// query's.
[[nodiscard]] Result<std::vector<DocumentSummary>> read_document_summaries(Result<Statement> rows);

} // namespace sotto::storage
