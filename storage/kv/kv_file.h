#pragma once

#include "core/error.h"
#include "storage/files/file_descriptor.h"
#include "storage/kv/kv_hash.h"
#include "storage/sqlite/sqlite.h"

#include <cstdint>
#include <filesystem>
#include <utility>

namespace sotto::storage {

/// How kv.db is stored; tests/bench/kv_store_benchmark.cpp compares the options.
struct KvFileSettings {
    int page_bytes = 65536;
    enum class Journal { rollback, write_ahead } journal = Journal::rollback;
};

/// The keyed hash of an open kv.db. Errors: corrupt_data, and as Connection.
[[nodiscard]] Result<KvHash> read_hash(Connection& connection);

/// The file of kv.db: creates, opens and discards it. Everything in it can be computed again.
/// Several programs may have it open. Each holds a shared lock on `kv.db-lock`; only a program that
/// gets the exclusive lock may discard the file. Runs on: one thread.
class KvFile {
public:
    /// Takes the shared lock; does not open the database. Errors: io, out_of_space.
    [[nodiscard]] static Result<KvFile> open(const std::filesystem::path& file,
                                             const KvFileSettings& settings = {});

    /// A connection to the file, which is created (mode 0600) with its tables when it is missing. A
    /// damaged file, or one of another version or program, is discarded and created again.
    /// Errors: out_of_space, io, busy (another program uses a file that has to be discarded).
    [[nodiscard]] Result<Connection> connect();

    /// Removes the file. No connection made by this object may be open. Errors: busy, io.
    [[nodiscard]] Status discard();

private:
    KvFile(std::filesystem::path file, const KvFileSettings& settings, FileDescriptor lock)
        : file_(std::move(file)), settings_(settings), lock_(std::move(lock)) {}
    [[nodiscard]] Result<Connection> try_connect();

    std::filesystem::path file_;
    KvFileSettings settings_;
    FileDescriptor lock_; // of kv.db-lock
};

} // namespace sotto::storage
