#include "storage/sqlite/sqlite.h"

#include "storage/sqlite/sqlite_error.h"

#include <sqlcipher/sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <format>

namespace sotto::storage {
namespace {

constexpr int kBusyTimeoutMs = 5000;
constexpr std::int64_t kHeapLimitBytes = 1LL << 30;

std::unexpected<Error> failure(sqlite3* database, int code) {
    return std::unexpected(sqlite_error(code, database ? sqlite3_system_errno(database) : 0));
}

std::int32_t big_endian_32(std::span<const unsigned char> bytes) {
    return static_cast<std::int32_t>((std::uint32_t{bytes[0]} << 24) |
                                     (std::uint32_t{bytes[1]} << 16) |
                                     (std::uint32_t{bytes[2]} << 8) | std::uint32_t{bytes[3]});
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void Statement::remember(int code) const {
    if (failure_ == SQLITE_OK) {
        failure_ = code;
    }
}

void Statement::bind(int index, std::int64_t value) {
    remember(sqlite3_bind_int64(statement_.get(), index, value));
}

void Statement::bind(int index, double value) {
    remember(sqlite3_bind_double(statement_.get(), index, value));
}

void Statement::bind(int index, std::string_view value) {
    // A null pointer would be stored as NULL instead of as an empty text.
    const char* const data = value.data() ? value.data() : "";
    remember(sqlite3_bind_text64(statement_.get(), index, data, value.size(), SQLITE_STATIC,
                                 SQLITE_UTF8));
}

void Statement::bind(int index, std::span<const std::byte> value) {
    const void* const data = value.data() ? static_cast<const void*>(value.data()) : "";
    remember(sqlite3_bind_blob64(statement_.get(), index, data, value.size(), SQLITE_STATIC));
}

void Statement::bind(int index, std::nullopt_t) {
    remember(sqlite3_bind_null(statement_.get(), index));
}

Result<bool> Statement::step() {
    if (failure_ != SQLITE_OK) {
        return std::unexpected(sqlite_error(failure_, 0));
    }
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW || code == SQLITE_DONE) {
        return code == SQLITE_ROW;
    }
    return failure(sqlite3_db_handle(statement_.get()), code);
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(statement_.get(), column);
}

std::string Statement::text(int column) const {
    if (is_null(column)) {
        return {};
    }
    const auto* const data = sqlite3_column_text(statement_.get(), column);
    if (!data) {
        remember(SQLITE_NOMEM); // the only cause; an empty text would look like a loss of data
        return {};
    }
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return {reinterpret_cast<const char*>(data), size};
}

std::span<const std::byte> Statement::blob(int column) const {
    const auto* const data =
        static_cast<const std::byte*>(sqlite3_column_blob(statement_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    if (!data && sqlite3_errcode(sqlite3_db_handle(statement_.get())) == SQLITE_NOMEM) {
        remember(SQLITE_NOMEM);
    }
    return data ? std::span(data, size) : std::span<const std::byte>();
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Connection::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Result<Connection> Connection::open(const std::filesystem::path& file) {
    // Not SQLITE_OPEN_CREATE: SQLite would create the file readable by others.
    return open(file.c_str(), SQLITE_OPEN_READWRITE);
}

Result<Connection> Connection::open_in_memory() {
    return open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY);
}

Result<Connection> Connection::open(const char* name, int flags) {
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(name, &database,
                                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Connection connection(database);
    if (code != SQLITE_OK) {
        return failure(database, code);
    }
    // SQLite opens a file for reading only when it may not write it.
    if (sqlite3_db_readonly(database, "main") == 1) {
        return failure(database, SQLITE_READONLY);
    }
    if (Status status = connection.configure(); !status) {
        return std::unexpected(status.error());
    }
    return connection;
}

// Only settings that do not read the file, which may be another program's.
Status Connection::configure() {
    sqlite3* const database = database_.get();
    sqlite3_hard_heap_limit64(kHeapLimitBytes);
    sqlite3_busy_timeout(database, kBusyTimeoutMs);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, kMaxValueBytes);
    sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 100'000);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(database, SQLITE_LIMIT_WORKER_THREADS, 0);
    struct Setting {
        int option;
        int value;
    };
    for (const auto [option, value] :
         {Setting{SQLITE_DBCONFIG_DEFENSIVE, 1}, Setting{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
          Setting{SQLITE_DBCONFIG_ENABLE_FKEY, 1},
          Setting{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}, Setting{SQLITE_DBCONFIG_DQS_DML, 0},
          Setting{SQLITE_DBCONFIG_DQS_DDL, 0}}) {
        if (const int code = sqlite3_db_config(database, option, value, nullptr);
            code != SQLITE_OK) {
            return failure(database, code);
        }
    }
    if (const int code = register_text_tokenizer(database); code != SQLITE_OK) {
        return failure(database, code);
    }
    // secure_delete overwrites what a user removes. temp_store keeps text out of temporary files.
    return run_script("PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; "
                      "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;");
}

Error Connection::error_of(int code) const {
    return sqlite_error(code, sqlite3_system_errno(database_.get()));
}

Result<Statement> Connection::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        0, &statement, nullptr);
    if (code == SQLITE_ERROR) {
        // All SQL is fixed, so the file's tables are wrong.
        return fail(ErrorCode::corrupt_data, "the database does not have the expected tables");
    }
    if (code != SQLITE_OK) {
        return failure(database_.get(), code);
    }
    return Statement(statement);
}

Status Connection::run_script(std::string_view sql) {
    while (!sql.empty()) {
        sqlite3_stmt* statement = nullptr;
        const char* tail = nullptr;
        const int code = sqlite3_prepare_v3(database_.get(), sql.data(),
                                            static_cast<int>(sql.size()), 0, &statement, &tail);
        if (code == SQLITE_ERROR) {
            return fail(ErrorCode::corrupt_data, "the database does not have the expected tables");
        }
        if (code != SQLITE_OK) {
            return failure(database_.get(), code);
        }
        sql.remove_prefix(static_cast<std::size_t>(tail - sql.data()));
        if (!statement) {
            continue; // white space or a comment
        }
        if (Status status =
                Statement(statement).for_each([](const Statement&) { return Status(); });
            !status) {
            return status;
        }
    }
    return {};
}

Result<std::int64_t> Connection::first_integer(Result<Statement> statement) {
    if (!statement) {
        return std::unexpected(statement.error());
    }
    const auto row = statement->step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (!*row) {
        return fail(ErrorCode::internal, "a statement returned no row");
    }
    return statement->integer(0);
}

std::int64_t Connection::last_insert_id() const {
    return sqlite3_last_insert_rowid(database_.get());
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(database_.get());
}

Result<std::vector<TextToken>> Connection::tokenize(std::string_view text) {
    return tokenize_text(database_.get(), text);
}

Result<FileHeader> Connection::read_header() {
    // Through SQLite's file handle: opening and closing the file without SQLite would drop the
    // POSIX locks that another connection of this process holds on it.
    sqlite3_file* file = nullptr;
    int code = sqlite3_file_control(database_.get(), "main", SQLITE_FCNTL_FILE_POINTER,
                                    static_cast<void*>(&file));
    if (code != SQLITE_OK || !file || !file->pMethods) {
        return failure(nullptr, SQLITE_CANTOPEN);
    }
    FileHeader header;
    sqlite3_int64 size = 0;
    if (code = file->pMethods->xFileSize(file, &size); code != SQLITE_OK) {
        return failure(nullptr, code);
    }
    header.file_bytes = size;
    std::array<unsigned char, 100> bytes{};
    code = file->pMethods->xRead(file, bytes.data(), static_cast<int>(bytes.size()), 0);
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) { // a short read leaves zeros
        return failure(nullptr, code);
    }
    constexpr std::string_view kMagic("SQLite format 3\0", 16);
    header.has_magic = std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) == 0;
    header.is_blank = std::ranges::all_of(bytes, [](unsigned char byte) { return byte == 0; });
    header.user_version = big_endian_32(std::span(bytes).subspan(60, 4));
    header.application_id = big_endian_32(std::span(bytes).subspan(68, 4));
    return header;
}

Status Connection::use_write_ahead_log() {
    // When two programs switch a new file at the same time, one of them gets SQLITE_BUSY at once,
    // whatever the timeout. It then waits for the other's lock and finds the mode switched.
    constexpr int kAttempts = 10;
    for (int attempt = 0;; ++attempt) {
        auto mode = query("PRAGMA journal_mode = WAL");
        if (!mode) {
            return std::unexpected(mode.error());
        }
        const auto row = mode->step();
        if (row && *row && mode->text(0) == "wal") {
            break;
        }
        if (row) {
            return fail(ErrorCode::io, "the database cannot be shared on this file system");
        }
        if (row.error().code != ErrorCode::busy || attempt == kAttempts) {
            return std::unexpected(row.error());
        }
        mode = fail(ErrorCode::busy, ""); // finalizes the statement, which releases its lock
        if (auto wait = Transaction::begin(*this); !wait) {
            return std::unexpected(wait.error());
        }
    }
    return run_script("PRAGMA synchronous = FULL; PRAGMA cache_size = -8192; "
                      "PRAGMA journal_size_limit = 16777216;");
}

Status Connection::copy_to(Connection& target, const std::stop_token& stop) {
    if (auto held = read_integer("SELECT count(*) FROM sqlite_schema"); !held) {
        return std::unexpected(held.error()); // from here on the transaction has its state
    }
    constexpr int kPages = 256;
    sqlite3* const to = target.database_.get();
    sqlite3_backup* const copy = sqlite3_backup_init(to, "main", database_.get(), "main");
    if (copy == nullptr) {
        return failure(to, sqlite3_extended_errcode(to));
    }
    int code = SQLITE_OK;
    while (code == SQLITE_OK && !stop.stop_requested()) {
        code = sqlite3_backup_step(copy, kPages);
    }
    const int end = sqlite3_backup_finish(copy);
    if (code == SQLITE_OK) {
        return fail(ErrorCode::cancelled, "the copy was interrupted");
    }
    return code == SQLITE_DONE && end == SQLITE_OK ? Status()
                                                   : failure(to, code == SQLITE_DONE ? end : code);
}

Status Connection::checkpoint() {
    return empty_log().transform([](bool) {});
}

Result<bool> Connection::empty_log() {
    auto statement = query("PRAGMA wal_checkpoint(TRUNCATE)");
    if (!statement) {
        return std::unexpected(statement.error());
    }
    bool was_busy = false;
    return statement
        ->for_each([&](const Statement& row) {
            was_busy = row.integer(0) != 0;
            return Status();
        })
        .transform([&] { return !was_busy; });
}

void Connection::set_on_close(OnClose action) {
    sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                      action == OnClose::leave_log ? 1 : 0, nullptr);
}

Result<Transaction> Transaction::begin(Connection& connection, Access access) {
    const auto sql = access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED";
    if (Status status = connection.run(sql); !status) {
        return std::unexpected(status.error());
    }
    return Transaction(connection);
}

Transaction::~Transaction() {
    // After some errors SQLite has rolled back already.
    if (connection_ && sqlite3_get_autocommit(connection_->database_.get()) == 0) {
        static_cast<void>(connection_->run("ROLLBACK"));
    }
}

Status Transaction::commit() {
    Status status = connection_->run("COMMIT");
    if (status) {
        connection_ = nullptr;
    }
    return status;
}

} // namespace sotto::storage
