#include "storage/search/passage_store.h"

#include "storage/search/passage_splitter.h"

namespace sotto::storage {
namespace {

std::unexpected<Error> damaged() {
    return fail(ErrorCode::corrupt_data, "the passages of a document are damaged");
}

// The bytes of `text` that columns `column` (first_byte) and `column + 1` (bytes) describe.
Result<std::string_view> slice_of(std::string_view text, const Statement& row, int column) {
    const std::int64_t first = row.integer(column);
    const std::int64_t bytes = row.integer(column + 1);
    const auto size = static_cast<std::int64_t>(text.size());
    if (first < 0 || bytes < 0 || first > size || bytes > size - first) {
        return damaged();
    }
    return text.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(bytes));
}

} // namespace

Status PassageStore::add(DocumentId document, std::string_view text) {
    for (const PassageRange& passage : split_into_passages(text)) {
        Status status = connection_.run(
            "INSERT INTO passage (document_id, position, first_byte, bytes) "
            "VALUES (?1, ?2, ?3, ?4)",
            document.value, passage.position, static_cast<std::int64_t>(passage.first_byte),
            static_cast<std::int64_t>(passage.bytes));
        if (!status) {
            return status;
        }
        status = connection_.run("INSERT INTO passage_words (rowid, text) VALUES (?1, ?2)",
                                 connection_.last_insert_id(),
                                 text.substr(passage.first_byte, passage.bytes));
        if (!status) {
            return status;
        }
    }
    return {};
}

Status PassageStore::remove(DocumentId document, std::string_view text) {
    auto rows = connection_.query(
        "SELECT id, first_byte, bytes FROM passage WHERE document_id = ?1", document.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    return rows->for_each([&](const Statement& row) -> Status {
        const auto passage = slice_of(text, row, 1);
        if (!passage) {
            return std::unexpected(passage.error());
        }
        // The index does not hold the text, so it has to be told which words to remove.
        return connection_.run(
            "INSERT INTO passage_words (passage_words, rowid, text) VALUES ('delete', ?1, ?2)",
            row.integer(0), *passage);
    });
}

Result<std::vector<DocumentId>> PassageStore::missing() {
    auto rows =
        connection_.query("SELECT id FROM document WHERE text <> '' AND NOT EXISTS "
                          "(SELECT 1 FROM passage WHERE document_id = document.id) ORDER BY id");
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<DocumentId> documents;
    Status status = rows->for_each([&](const Statement& row) {
        documents.push_back({row.integer(0)});
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return documents;
}

Result<bool> PassageStore::is_missing(DocumentId document) {
    auto rows =
        connection_.query("SELECT 1 FROM document WHERE id = ?1 AND text <> '' AND NOT EXISTS "
                          "(SELECT 1 FROM passage WHERE document_id = document.id)",
                          document.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    return rows->step();
}

} // namespace sotto::storage
