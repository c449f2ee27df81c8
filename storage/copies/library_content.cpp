#include "storage/copies/library_content.h"

#include "core/system_error.h"
#include "storage/files/hash.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <span>
#include <string_view>

namespace sotto::storage {
namespace {

/// What a user would miss.
struct Content {
    std::string_view table;
    std::string_view columns; ///< two
};
constexpr std::array kContents{Content{"conversation", "id, title FROM conversation ORDER BY id"},
                               Content{"message", "id, text FROM message ORDER BY id"},
                               Content{"document", "id, text FROM document ORDER BY id"}};

Result<bool> has_table(Connection& connection, std::string_view table) {
    auto rows =
        connection.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", table);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    return rows->step();
}

// A checksum of all conversations, messages and documents. A library of an older version does not
// have all tables.
Result<std::int64_t> checksum_of(Connection& connection) {
    StreamingChecksum checksum;
    for (const Content& content : kContents) {
        const auto is_there = has_table(connection, content.table);
        if (!is_there) {
            return std::unexpected(is_there.error());
        }
        if (!*is_there) {
            continue;
        }
        auto rows = connection.query("SELECT " + std::string(content.columns));
        if (!rows) {
            return std::unexpected(rows.error());
        }
        const Status status = rows->for_each([&](const Statement& row) {
            const std::array id{row.integer(0)};
            checksum.update(std::as_bytes(std::span(id)));
            const std::string text = row.text(1);
            checksum.update(std::as_bytes(std::span(text)));
            return Status();
        });
        if (!status) {
            return std::unexpected(status.error());
        }
    }
    return checksum.value();
}

Status verify(const PartFile& copy, std::int64_t expected) {
    if (::fsync(copy.file().number()) != 0) {
        return std::unexpected(system_error("the copy cannot be written", errno));
    }
    // So that it is read from the disk and not from memory, where the system can do that.
    static_cast<void>(::posix_fadvise(copy.file().number(), 0, 0, POSIX_FADV_DONTNEED));
    auto connection = Connection::open(copy.path());
    if (!connection) {
        return std::unexpected(connection.error());
    }
    const auto findings = check_integrity(*connection);
    if (!findings) {
        return std::unexpected(findings.error());
    }
    const auto content = checksum_of(*connection);
    if (!content) {
        return std::unexpected(content.error());
    }
    if (!findings->empty() || *content != expected) {
        return fail(ErrorCode::corrupt_data, "the copy is damaged, or the library is; sotto doctor "
                                             "checks the library");
    }
    return {};
}

} // namespace

Result<std::vector<std::string>> check_integrity(Connection& connection) {
    std::vector<std::string> findings;
    auto rows = connection.query("PRAGMA integrity_check");
    if (!rows) {
        return std::unexpected(rows.error());
    }
    Status status = rows->for_each([&](const Statement& row) {
        if (std::string line = row.text(0); line != "ok") {
            findings.push_back(std::move(line));
        }
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return findings;
}

Status copy_library(Connection& library, const PartFile& copy, const std::stop_token& stop) {
    // One state for the copy and for what it is compared with.
    auto state = Transaction::begin(library, Transaction::Access::read);
    if (!state) {
        return std::unexpected(state.error());
    }
    const auto expected = checksum_of(library);
    if (!expected) {
        return std::unexpected(expected.error());
    }
    {
        auto target = Connection::open(copy.path());
        if (!target) {
            return std::unexpected(target.error());
        }
        // A killed program leaves a useless file, so no journal is needed, and no sync until the
        // end.
        Status status =
            target->run_script("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")
                .and_then([&] { return library.copy_to(*target, stop); });
        if (!status) {
            return status;
        }
    }
    return state->commit().and_then([&] { return verify(copy, *expected); });
}

} // namespace sotto::storage
