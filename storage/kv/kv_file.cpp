#include "storage/kv/kv_file.h"

#include "core/system_error.h"
#include "storage/files/private_file.h"

#include <sys/file.h>

#include <cerrno>
#include <format>
#include <string_view>
#include <system_error>

namespace sotto::storage {
namespace {

constexpr std::int32_t kApplicationId = 0x534F544B; // "SOTK"
constexpr std::int32_t kVersion = 3;

// `name`, `link` and `parent` are keyed hashes (KvHash); no token id is stored. The bytes have a
// table of their own, so that a look-up does not read them. KvSourceSets explains the last four
// tables.
constexpr std::string_view kTables = R"(
CREATE TABLE secret (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value BLOB NOT NULL
) STRICT;
INSERT INTO secret (id, value) VALUES (1, randomblob(32));
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE,
    link BLOB NOT NULL,
    kind INTEGER NOT NULL,
    parent BLOB NOT NULL,
    n_tokens INTEGER NOT NULL,
    position INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    used INTEGER NOT NULL,
    pinned INTEGER NOT NULL
) STRICT;
CREATE INDEX entry_by_link ON entry (link);
CREATE INDEX entry_by_parent ON entry (parent);
CREATE INDEX entry_by_use ON entry (pinned, used, position DESC);
CREATE TABLE content (
    id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE source_set (
    id INTEGER PRIMARY KEY,
    members TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE source (
    library INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    id INTEGER NOT NULL,
    set_id INTEGER NOT NULL REFERENCES source_set ON DELETE CASCADE,
    PRIMARY KEY (library, kind, id, set_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_by_set ON source (set_id);
CREATE TABLE entry_source_set (
    entry_id INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    set_id INTEGER NOT NULL REFERENCES source_set ON DELETE CASCADE,
    PRIMARY KEY (entry_id, set_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_source_set_by_set ON entry_source_set (set_id);
CREATE TABLE removed_source (
    library INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (library, kind, id)
) STRICT, WITHOUT ROWID;
)";

Status lock(const FileDescriptor& file, int operation) {
    while (::flock(file.number(), operation) != 0) {
        if (errno == EWOULDBLOCK) {
            return fail(ErrorCode::busy, "another program is using the disk cache");
        }
        if (errno != EINTR) {
            return std::unexpected(system_error("the disk cache cannot be locked", errno));
        }
    }
    return {};
}

Status create_tables(Connection& connection) {
    auto transaction = Transaction::begin(connection);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    const auto objects = connection.read_integer("SELECT count(*) FROM sqlite_schema");
    if (!objects) {
        return std::unexpected(objects.error());
    }
    if (*objects > 0) {
        return {}; // another program has just created its tables; they may be ours
    }
    return connection.run_script(kTables)
        .and_then([&] {
            return connection.run_script(std::format(
                "PRAGMA application_id = {}; PRAGMA user_version = {};", kApplicationId, kVersion));
        })
        .and_then([&] { return transaction->commit(); });
}

Result<bool> has_our_format(Connection& connection) {
    const auto application = connection.read_integer("PRAGMA application_id");
    const auto version = connection.read_integer("PRAGMA user_version");
    if (!application || !version) {
        return std::unexpected(application ? version.error() : application.error());
    }
    return *application == kApplicationId && *version == kVersion;
}

} // namespace

Result<KvHash> read_hash(Connection& connection) {
    auto rows = connection.query("SELECT value FROM secret WHERE id = 1");
    if (!rows) {
        return std::unexpected(rows.error());
    }
    const auto row = rows->step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (!*row || rows->blob(0).size() != KvHash::kSecretBytes) {
        return fail(ErrorCode::corrupt_data, "the disk cache is damaged");
    }
    return KvHash(rows->blob(0));
}

Result<KvFile> KvFile::open(const std::filesystem::path& file, const KvFileSettings& settings) {
    auto lock_file =
        open_private_file(with_suffix(file, "-lock"), "the disk cache cannot be opened");
    if (!lock_file) {
        return std::unexpected(lock_file.error());
    }
    KvFile opened(file, settings, *std::move(lock_file));
    if (Status status = lock(opened.lock_, LOCK_SH); !status) {
        return std::unexpected(status.error());
    }
    return opened;
}

Result<Connection> KvFile::connect() {
    auto connection = try_connect();
    if (connection) {
        return connection;
    }
    switch (connection.error().code) {
    case ErrorCode::busy:
    case ErrorCode::out_of_space:
    case ErrorCode::out_of_memory:
        return connection;
    default:
        break;
    }
    if (Status status = discard(); !status) {
        return std::unexpected(status.error());
    }
    return try_connect();
}

Status KvFile::discard() {
    if (Status status = lock(lock_, LOCK_EX | LOCK_NB); !status) {
        // flock(2) may drop the shared lock before it refuses the exclusive one.
        static_cast<void>(lock(lock_, LOCK_SH));
        return status;
    }
    Status status;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
        std::error_code error;
        std::filesystem::remove(with_suffix(file_, suffix), error);
        if (error && status) {
            status =
                std::unexpected(system_error("the disk cache cannot be removed", error.value()));
        }
    }
    const Status shared = lock(lock_, LOCK_SH);
    return status ? shared : status;
}

Result<Connection> KvFile::try_connect() {
    if (Status status = create_private_file(file_, "the disk cache cannot be created"); !status) {
        return std::unexpected(status.error());
    }
    auto connection = Connection::open(file_);
    if (!connection) {
        return connection;
    }
    // Without any sync: the checksums find what a power cut damages. Keys and values reveal the
    // text they were computed from, so secure_delete, which is on, also overwrites what is evicted.
    const char* const journal =
        settings_.journal == KvFileSettings::Journal::rollback ? "TRUNCATE" : "WAL";
    if (Status status = connection->run_script(
            std::format("PRAGMA busy_timeout = 2000; PRAGMA page_size = {}; "
                        "PRAGMA cache_size = -1024; "
                        "PRAGMA journal_mode = {}; PRAGMA synchronous = OFF;",
                        settings_.page_bytes, journal));
        !status) {
        return std::unexpected(status.error());
    }
    auto is_ours = has_our_format(*connection);
    if (is_ours && !*is_ours) {
        // A new file, or another program's.
        is_ours = create_tables(*connection).and_then([&] { return has_our_format(*connection); });
    }
    if (!is_ours) {
        return std::unexpected(is_ours.error());
    }
    if (!*is_ours) {
        return fail(ErrorCode::unsupported, "the disk cache has another format");
    }
    if (const auto hash = read_hash(*connection); !hash) {
        return std::unexpected(hash.error());
    }
    return connection;
}

} // namespace sotto::storage
