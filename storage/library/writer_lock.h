#pragma once

#include "core/error.h"

#include <cstdint>
#include <filesystem>

namespace sotto::storage {

/// Tells whether the program that is writing an answer still lives, when several share a library.
///
/// Every open library has a random number, its writer id, and locks the byte at that offset of a
/// lock file for as long as it is open. The kernel drops the lock when the process ends, however it
/// ends, so a free byte means a dead writer. Process ids could not say that: they are used again.
///
/// The locks belong to the open file (F_OFD_SETLK), so two libraries of one process see each other.
/// A child process that neither execs nor closes its files keeps its parent's lock alive.
/// Runs on: the storage thread.
class WriterLock {
public:
    /// Makes the lock file (mode 0600) when it is missing and takes a new id. Errors: io,
    /// out_of_space.
    /// busy while a program holds open_alone().
    [[nodiscard]] static Result<WriterLock> open(const std::filesystem::path& lock_file);

    /// Locks every id at once, so that nobody else has the library open until this is destroyed.
    /// Errors: busy (somebody has), and as open().
    [[nodiscard]] static Result<WriterLock> open_alone(const std::filesystem::path& lock_file);

    ~WriterLock();
    WriterLock(WriterLock&& other) noexcept;
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;
    WriterLock& operator=(WriterLock&&) = delete;

    /// This library's writer id; positive.
    [[nodiscard]] std::int64_t id() const { return id_; }

    /// Whether the library with this id is open, here or in another process.
    [[nodiscard]] Result<bool> is_alive(std::int64_t writer) const;

private:
    [[nodiscard]] static Result<WriterLock> open_file(const std::filesystem::path& lock_file);
    explicit WriterLock(int file) : file_(file) {}
    int file_;
    std::int64_t id_ = 0;
};

} // namespace sotto::storage
