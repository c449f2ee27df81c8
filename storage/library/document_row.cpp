#include "storage/library/document_row.h"

#include "core/text/bidi.h"
#include "storage/library/single_line.h"

#include <algorithm>
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
            .joined_after = MessageId{row.integer(7)},
            .notes = split_notes(row.text(6))};
}

} // namespace

std::string_view to_string(TextOrigin origin) {
    return origin == TextOrigin::recognized ? "recognized" : "written";
}

TextOrigin parse_origin(std::string_view word) {
    return word == to_string(TextOrigin::recognized) ? TextOrigin::recognized : TextOrigin::written;
}

std::string join_notes(const std::vector<std::string>& notes) {
    std::string lines;
    for (const std::string& note : notes) {
        lines += (lines.empty() ? "" : "\n") + single_line(note);
    }
    return lines;
}

std::vector<std::string> split_notes(std::string_view lines) {
    std::vector<std::string> notes;
    while (!lines.empty()) {
        const std::string_view note = lines.substr(0, lines.find('\n'));
        notes.emplace_back(note);
        lines.remove_prefix(std::min(note.size() + 1, lines.size()));
    }
    return notes;
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
