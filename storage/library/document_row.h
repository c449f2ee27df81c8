#pragma once

#include "core/document.h"
#include "storage/sqlite/sqlite.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::storage {

/// The columns that read_document_summaries() expects, of table `document`. One more has to follow
/// them, the id for `joined_after`.
inline constexpr std::string_view kDocumentSummaryColumns =
    "document.id, document.title, document.characters, document.added_at, "
    "(SELECT count(*) FROM document_mark WHERE document_id = document.id AND kind = 'page'), "
    "document.origin, document.notes";

/// The value of column `origin`.
[[nodiscard]] std::string_view to_string(TextOrigin origin);
[[nodiscard]] TextOrigin parse_origin(std::string_view word);

/// The value of column `notes`: one on each line.
[[nodiscard]] std::string join_notes(const std::vector<std::string>& notes);
[[nodiscard]] std::vector<std::string> split_notes(std::string_view lines);

/// The documents that a query finds, in its order. Errors: those of the query.
[[nodiscard]] Result<std::vector<DocumentSummary>> read_document_summaries(Result<Statement> rows);

} // namespace sotto::storage
