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
constexpr std::int32_t kVersion = 2;

// The bytes have a table of their own, so that a look-up does not read them.
constexpr std::string_view kTables = R"(
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    parent BLOB NOT NULL,
    tokens BLOB NOT NULL,
    position INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    used INTEGER NOT NULL,
    pinned INTEGER NOT NULL
) STRICT;
CREATE INDEX entry_by_parent ON entry (parent);
CREATE INDEX entry_by_use ON entry (pinned, used, position DESC);
CREATE TABLE content (
    id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
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
    // Without any sync: the checksums find what a power cut damages.
    const char* const journal =
        settings_.journal == KvFileSettings::Journal::rollback ? "TRUNCATE" : "WAL";
    if (Status status = connection->run_script(
            std::format("PRAGMA busy_timeout = 2000; PRAGMA page_size = {}; "
                        "PRAGMA secure_delete = OFF; PRAGMA cache_size = -1024; "
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
    return connection;
}

} // namespace sotto::storage
