#include "storage/library/document_row.h"

#include "core/text/bidi.h"

#include <utility>

namespace sotto::storage {

namespace {

DocumentSummary read_summary(const Statement& row) {
    return {.id = DocumentId{row.integer(0)},
            .title = without_bidi_controls(row.text(1)),
            .characters = row.integer(2),
            .added_at = row.integer(3),
            .pages = row.integer(4),
            .origin = parse_origin(row.text(5)),
            .joined_after = MessageId{row.integer(6)}};
}

} // namespace

std::string_view to_string(TextOrigin origin) {
    return origin == TextOrigin::recognized ? "recognized" : "written";
}

TextOrigin parse_origin(std::string_view word) {
    return word == to_string(TextOrigin::recognized) ? TextOrigin::recognized : TextOrigin::written;
}

Result<std::vector<DocumentSummary>> read_document_summaries(Result<Statement> rows) {
    if (!rows) {
        return std::unexpected(std::move(rows.error()));
    }
    std::vector<DocumentSummary> summaries;
    Status status = rows->for_each([&](const Statement& row) {
        summaries.push_back(read_summary(row));
        return Status();
    });
    if (!status) {
        return std::unexpected(std::move(status.error()));
    }
    return summaries;
}

} // namespace sotto::storage
