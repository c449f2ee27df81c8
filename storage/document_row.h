#pragma once

#include "core/document.h"
#include "storage/sqlite.h"

#include <string_view>

namespace sotto::storage {

/// The columns of table `document` that read_document_summary() expects, in its order.
inline constexpr std::string_view kDocumentSummaryColumns =
    "document.id, document.title, document.characters, document.added_at, "
    "(SELECT count(*) FROM document_mark WHERE document_id = document.id AND kind = 'page')";

/// The document on which `row` stands.
[[nodiscard]] DocumentSummary read_document_summary(const Statement& row);

} // namespace sotto::storage
