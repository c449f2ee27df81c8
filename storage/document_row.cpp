#include "storage/document_row.h"

namespace sotto::storage {

DocumentSummary read_document_summary(const Statement& row) {
    return {.id = DocumentId{row.integer(0)},
            .title = row.text(1),
            .characters = row.integer(2),
            .added_at = row.integer(3),
            .pages = row.integer(4)};
}

} // namespace sotto::storage
