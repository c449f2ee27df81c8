#pragma once

#include "core/error.h"
#include "storage/sqlite/text_tokenizer.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace sotto::storage {

/// A prepared SQL statement with bound values, and its current row. Runs on: its connection's
/// thread. Lifetime: shorter than the connection. Text and blobs are bound without a copy and must
/// live until the last step.
class Statement {
public:
    /// Moves to the next row; false when the statement is done. Also reports an earlier failure to
    /// bind a value or read a column.
    [[nodiscard]] Result<bool> step();

    /// Steps to the end and calls `on_row(*this)`, which returns a Status, for each row.
    template <class Function>
    [[nodiscard]] Status for_each(Function on_row) {
        for (;;) {
            const auto row = step();
            if (!row) {
                return std::unexpected(row.error());
            }
            if (!*row) {
                return {};
            }
            if (Status status = on_row(std::as_const(*this)); !status) {
                return status;
            }
        }
    }

    /// Columns of the current row, from 0. Text may hold NUL bytes and invalid UTF-8.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    /// Valid until the next step.
    [[nodiscard]] std::span<const std::byte> blob(int column) const;
    [[nodiscard]] bool is_null(int column) const;

private:
    friend class Connection;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view value);
    void bind(int index, std::span<const std::byte> value);
    void bind(int index, std::nullopt_t);
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        if (value) {
            bind(index, *value);
        } else {
            bind(index, std::nullopt);
        }
    }
    void remember(int code) const;

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    mutable int failure_ = 0; // result code of the first failed bind or column read
};

/// The header of a database file, read without a lock and without a change.
/// Source: the SQLite file format, section 1.3.
struct FileHeader {
    std::int64_t file_bytes = 0;
    bool has_magic = false; ///< begins like a SQLite file
    bool is_blank = true;   ///< all bytes are zero
    std::int32_t application_id = 0;
    std::int32_t user_version = 0;
};

/// An open database, configured against damaged and hostile files: untrusted schema, no extensions,
/// no memory map, limited sizes. Runs on: one thread. Errors of all: io, out_of_space,
/// corrupt_data, busy (another program holds the file longer than five seconds), out_of_memory,
/// invalid_input (a value above kMaxValueBytes).
class Connection {
public:
    static constexpr int kMaxValueBytes = 256 << 20;

    /// Opens an existing file for reading and writing, without reading or changing it.
    [[nodiscard]] static Result<Connection> open(const std::filesystem::path& file);
    [[nodiscard]] static Result<Connection> open_in_memory();

    /// Prepares one statement and binds ?1, ?2 … in order: std::int64_t, double, text, bytes,
    /// std::nullopt or an optional of these.
    template <class... Values>
    [[nodiscard]] Result<Statement> query(std::string_view sql, const Values&... values) {
        auto statement = prepare(sql);
        if (statement) {
            int index = 0;
            (statement->bind(++index, values), ...);
        }
        return statement;
    }

    /// Runs one statement to its end and ignores its rows.
    template <class... Values>
    [[nodiscard]] Status run(std::string_view sql, const Values&... values) {
        auto statement = query(sql, values...);
        if (!statement) {
            return std::unexpected(statement.error());
        }
        return statement->for_each([](const Statement&) { return Status(); });
    }

    /// Runs several statements, separated by semicolons.
    [[nodiscard]] Status run_script(std::string_view sql);

    /// The integer in the first row. Errors: internal (there is no row).
    template <class... Values>
    [[nodiscard]] Result<std::int64_t> read_integer(std::string_view sql, const Values&... values) {
        return first_integer(query(sql, values...));
    }

    [[nodiscard]] std::int64_t last_insert_id() const;
    /// Rows changed by the last INSERT, UPDATE or DELETE.
    [[nodiscard]] std::int64_t changes() const;

    /// The words of a text, as the indexes store them.
    [[nodiscard]] Result<std::vector<TextToken>> tokenize(std::string_view text);

    [[nodiscard]] Result<FileHeader> read_header();

    /// Switches to a write-ahead log that syncs every commit to the disk. A killed process would
    /// lose nothing with less, but a power cut must not lose an acknowledged message either.
    [[nodiscard]] Status use_write_ahead_log();

    /// Overwrites `target` with a copy of the database, as the caller's read transaction sees it.
    /// Without one, each write of another program would begin the copy anew. Errors: also
    /// cancelled.
    [[nodiscard]] Status copy_to(Connection& target, const std::stop_token& stop);

    /// Moves the content of the write-ahead log into the database and empties the log, so that no
    /// removed text stays there. Postponed, without an error, while another program reads.
    [[nodiscard]] Status checkpoint();
    /// The same; whether the log is empty now, or there is none.
    [[nodiscard]] Result<bool> empty_log();

    /// Whether closing the last connection checkpoints the log.
    enum class OnClose { leave_log, checkpoint };
    void set_on_close(OnClose action);

private:
    friend class BlobStream;
    friend class Transaction;
    struct Close {
        void operator()(sqlite3* database) const;
    };

    [[nodiscard]] static Result<Connection> open(const char* name, int flags);
    explicit Connection(sqlite3* database) : database_(database) {}
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    [[nodiscard]] static Result<std::int64_t> first_integer(Result<Statement> statement);
    [[nodiscard]] Status configure();
    [[nodiscard]] Error error_of(int code) const;

    std::unique_ptr<sqlite3, Close> database_;
};

/// A transaction. The destructor rolls back what was not committed.
class Transaction {
public:
    enum class Access {
        read,  ///< all statements see the same state of the database
        write, ///< takes the write lock at once, so that no later statement finds it taken
    };
    [[nodiscard]] static Result<Transaction> begin(Connection& connection,
                                                   Access access = Access::write);
    ~Transaction();
    Transaction(Transaction&& other) noexcept
        : connection_(std::exchange(other.connection_, nullptr)) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;

    /// Durable when it returns. After an error no change of the transaction is visible.
    [[nodiscard]] Status commit();

private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}
    Connection* connection_; // null: committed or moved from
};

} // namespace sotto::storage
