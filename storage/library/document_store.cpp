#include "storage/library/document_store.h"

#include "core/text/bidi.h"
#include "core/text/utf8.h"
#include "storage/files/hash.h"
#include "storage/library/document_row.h"
#include "storage/library/single_line.h"

#include <cstddef>
#include <format>
#include <utility>

namespace sotto::storage {
namespace {

std::unexpected<Error> no_document() {
    return fail(ErrorCode::not_found, "there is no such document");
}

std::string_view to_string(DocumentMarkKind kind) {
    return kind == DocumentMarkKind::page ? "page" : "section";
}

} // namespace

SqlDocumentStore::SqlDocumentStore(Connection& connection, WallClock clock)
    : connection_(connection), clock_(std::move(clock)), passages_(connection) {}

// An invalid id when no document has this text.
Result<DocumentId> SqlDocumentStore::find(std::string_view text, std::span<const std::byte> hash) {
    auto rows = connection_.query(
        "SELECT id FROM document WHERE text_hash = ?1 AND text = ?2 LIMIT 1", hash, text);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    DocumentId id;
    Status status = rows->for_each([&](const Statement& row) {
        id.value = row.integer(0);
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return id;
}

Status SqlDocumentStore::insert_marks(DocumentId id, std::span<const DocumentMark> marks) {
    for (std::size_t number = 0; number < marks.size(); ++number) {
        const DocumentMark& mark = marks[number];
        Status status = connection_.run(
            "INSERT INTO document_mark (document_id, number, position, kind, label) "
            "VALUES (?1, ?2, ?3, ?4, ?5)",
            id.value, static_cast<std::int64_t>(number), mark.offset, to_string(mark.kind),
            single_line(mark.label));
        if (!status) {
            return status;
        }
    }
    return {};
}

Result<std::vector<DocumentMark>> SqlDocumentStore::marks(DocumentId id) {
    auto rows = connection_.query("SELECT position, kind, label FROM document_mark "
                                  "WHERE document_id = ?1 ORDER BY number",
                                  id.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<DocumentMark> marks;
    Status status = rows->for_each([&](const Statement& row) {
        marks.push_back({row.text(1) == to_string(DocumentMarkKind::page)
                             ? DocumentMarkKind::page
                             : DocumentMarkKind::section,
                         row.integer(0), without_bidi_controls(row.text(2))});
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return marks;
}

Result<DocumentId> SqlDocumentStore::add(const DocumentText& document) {
    const TextHash hash = hash_text(document.text);
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    const auto known = find(document.text.view(), hash);
    if (!known) {
        return known;
    }
    if (known->is_valid()) {
        // What was left out may differ, although what is left is the same.
        Status status = connection_
                            .run("UPDATE document SET notes = ?2 WHERE id = ?1 AND notes <> ?2",
                                 known->value, join_notes(document.notes))
                            .and_then([&] { return transaction->commit(); });
        return status ? known : std::unexpected(status.error());
    }
    Status status = connection_.run(
        "INSERT INTO document (title, characters, added_at, text_hash, text, origin, "
        "notes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        single_line(document.title), count_code_points(document.text.view()), clock_(),
        std::span<const std::byte>(hash), document.text.view(), to_string(document.origin),
        join_notes(document.notes));
    if (!status) {
        return std::unexpected(status.error());
    }
    const DocumentId id{connection_.last_insert_id()};
    status =
        insert_marks(id, document.marks).and_then([&] { return passages_.add(id, document.text); });
    if (!status) {
        return std::unexpected(status.error());
    }
    if (status = transaction->commit(); !status) {
        return std::unexpected(status.error());
    }
    return id;
}

Result<std::vector<DocumentSummary>> SqlDocumentStore::list() {
    return read_document_summaries(connection_.query(std::format(
        "SELECT {}, 0 FROM document ORDER BY added_at DESC, id DESC", kDocumentSummaryColumns)));
}

Result<DocumentText> SqlDocumentStore::text(DocumentId id) {
    auto rows = connection_.query("SELECT title, text, origin, notes FROM document WHERE id = ?1",
                                  id.value);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    Result<DocumentText> document = no_document();
    Status status = rows->for_each([&](const Statement& row) {
        document = DocumentText{.title = without_bidi_controls(row.text(0)),
                                .text = row.text(1),
                                .origin = parse_origin(row.text(2)),
                                .notes = split_notes(row.text(3))};
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    if (document) {
        auto found = marks(id);
        if (!found) {
            return std::unexpected(found.error());
        }
        document->marks = std::move(*found);
    }
    return document;
}

Status SqlDocumentStore::remove(DocumentId id) {
    auto transaction = Transaction::begin(connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    Status status = remove_within_transaction(id).and_then([&] { return transaction->commit(); });
    if (status) {
        // As for a conversation: the removal is durable already.
        static_cast<void>(connection_.checkpoint());
    }
    return status;
}

Status SqlDocumentStore::remove_within_transaction(DocumentId id) {
    const auto document = text(id);
    if (!document) {
        return std::unexpected(document.error());
    }
    return passages_.remove(id, document->text).and_then([&] {
        return connection_.run("DELETE FROM document WHERE id = ?1", id.value);
    });
}

Status SqlDocumentStore::index_missing() {
    const auto missing = passages_.missing();
    if (!missing) {
        return std::unexpected(missing.error());
    }
    for (const DocumentId id : *missing) {
        auto transaction = Transaction::begin(connection_);
        if (!transaction) {
            return std::unexpected(transaction.error());
        }
        // Another program may have indexed or removed it meanwhile.
        const auto still_missing = passages_.is_missing(id);
        if (!still_missing) {
            return std::unexpected(still_missing.error());
        }
        if (!*still_missing) {
            continue;
        }
        const auto document = text(id);
        if (!document) {
            return std::unexpected(document.error());
        }
        Status status =
            passages_.add(id, document->text).and_then([&] { return transaction->commit(); });
        if (!status) {
            return status;
        }
    }
    return {};
}

} // namespace sotto::storage
