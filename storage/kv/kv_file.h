#pragma once

#include "core/error.h"
#include "storage/sqlite/sqlite.h"

#include <cstdint>
#include <filesystem>

namespace sotto::storage {

/// How kv.db is kept on the disk; tests/bench/kv_store_benchmark.cpp compares the choices.
struct KvFileSettings {
    int page_bytes = 65536;
    enum class Journal { rollback, write_ahead } journal = Journal::rollback;
};

/// The file of kv.db: opened, made, and thrown away when it is of no use. Everything in it can be
/// computed again. Several programs may have it open; it is thrown away only by one that is alone
/// with it, which a lock on `kv.db-lock` tells. Runs on: one thread.
class KvFile {
public:
    /// Takes the lock; opens nothing yet. Errors: io, out_of_space.
    [[nodiscard]] static Result<KvFile> open(const std::filesystem::path& file,
                                             const KvFileSettings& settings = {});

    ~KvFile();
    KvFile(KvFile&& other) noexcept;
    KvFile(const KvFile&) = delete;
    KvFile& operator=(const KvFile&) = delete;
    KvFile& operator=(KvFile&&) = delete;

    /// A connection to the file, made (mode 0600) when it is missing, with its tables. A file that
    /// is damaged, of another version or none of ours is thrown away and made anew.
    /// Errors: out_of_space, io, busy (another program uses a file that has to be thrown away).
    [[nodiscard]] Result<Connection> connect();

    /// Throws the file away; no connection of this object's may be open. Errors: busy, io.
    [[nodiscard]] Status discard();

private:
    KvFile(std::filesystem::path file, const KvFileSettings& settings, int lock)
        : file_(std::move(file)), settings_(settings), lock_(lock) {}
    [[nodiscard]] Result<Connection> try_connect();

    std::filesystem::path file_;
    KvFileSettings settings_;
    int lock_; // a file on which this program holds a shared lock
};

} // namespace sotto::storage
