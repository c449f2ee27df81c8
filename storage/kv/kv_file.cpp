#include "storage/kv/kv_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>
#include <string_view>
#include <system_error>
#include <utility>

namespace sotto::storage {
namespace {

constexpr std::int32_t kApplicationId = 0x534F544B; // "SOTK"
constexpr std::int32_t kVersion = 2;

// Content apart from the rest, so that looking for entries does not read it.
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
CREATE INDEX piece_by_parent ON entry (parent);
CREATE INDEX piece_by_use ON entry (pinned, used, position DESC);
CREATE TABLE content (
    id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
)";

std::filesystem::path beside(const std::filesystem::path& file, const char* suffix) {
    std::filesystem::path path = file;
    path += suffix;
    return path;
}

Error system_error(const char* what) {
    const bool is_full = errno == ENOSPC || errno == EDQUOT;
    return {is_full ? ErrorCode::out_of_space : ErrorCode::io,
            std::format("{} ({})", what, std::strerror(errno))};
}

Result<int> open_lock(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return std::unexpected(system_error("the store of what was read cannot be opened"));
    }
    return descriptor;
}

// Made before SQLite opens it, so that it is never readable by others.
Status make_private(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0) {
        ::close(descriptor);
    } else if (errno != EEXIST) {
        return std::unexpected(system_error("the store of what was read cannot be made"));
    }
    return {};
}

Status lock(int descriptor, int operation) {
    while (::flock(descriptor, operation) != 0) {
        if (errno == EWOULDBLOCK) {
            return fail(ErrorCode::busy, "another program is using the store of what was read");
        }
        if (errno != EINTR) {
            return std::unexpected(system_error("the store of what was read cannot be locked"));
        }
    }
    return {};
}

Status make_tables(Connection& connection) {
    auto transaction = Transaction::begin(connection);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    const auto objects = connection.read_integer("SELECT count(*) FROM sqlite_schema");
    if (!objects) {
        return std::unexpected(objects.error());
    }
    if (*objects > 0) {
        return {}; // of ours, if another program was faster
    }
    return connection.run_script(kTables)
        .and_then([&] {
            return connection.run_script(std::format(
                "PRAGMA application_id = {}; PRAGMA user_version = {};", kApplicationId, kVersion));
        })
        .and_then([&] { return transaction->commit(); });
}

Result<bool> has_our_dtype(Connection& connection) {
    const auto application = connection.read_integer("PRAGMA application_id");
    const auto version = connection.read_integer("PRAGMA user_version");
    if (!application || !version) {
        return std::unexpected(application ? version.error() : application.error());
    }
    return *application == kApplicationId && *version == kVersion;
}

} // namespace

Result<KvFile> KvFile::open(const std::filesystem::path& file, const KvFileSettings& settings) {
    const auto descriptor = open_lock(beside(file, "-lock"));
    if (!descriptor) {
        return std::unexpected(descriptor.error());
    }
    KvFile opened(file, settings, *descriptor);
    if (Status status = lock(*descriptor, LOCK_SH); !status) {
        return std::unexpected(status.error());
    }
    return opened;
}

KvFile::~KvFile() {
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

KvFile::KvFile(KvFile&& other) noexcept
    : file_(std::move(other.file_)), settings_(other.settings_),
      lock_(std::exchange(other.lock_, -1)) {}

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
        // A refused change of the lock may have given up the one we had.
        static_cast<void>(lock(lock_, LOCK_SH));
        return status;
    }
    Status status;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
        std::error_code error;
        std::filesystem::remove(beside(file_, suffix), error);
        if (error && status) {
            status = fail(ErrorCode::io, std::format("the store of what was read cannot be removed "
                                                     "({})",
                                                     error.message()));
        }
    }
    const Status shared = lock(lock_, LOCK_SH);
    return status ? shared : status;
}

Result<Connection> KvFile::try_connect() {
    if (Status status = make_private(file_); !status) {
        return std::unexpected(status.error());
    }
    auto connection = Connection::open(file_);
    if (!connection) {
        return connection;
    }
    // Nothing is synchronized: after a power cut the checksums tell what is damaged.
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
    auto is_ours = has_our_dtype(*connection);
    if (is_ours && !*is_ours) {
        // Nothing in it yet, or something else.
        is_ours = make_tables(*connection).and_then([&] { return has_our_dtype(*connection); });
    }
    if (!is_ours) {
        return std::unexpected(is_ours.error());
    }
    if (!*is_ours) {
        return fail(ErrorCode::unsupported, "the store of what was read has another form");
    }
    return connection;
}

} // namespace sotto::storage
