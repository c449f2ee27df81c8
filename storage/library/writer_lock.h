#pragma once

#include "core/error.h"
#include "storage/files/file_descriptor.h"

#include <cstdint>
#include <filesystem>
#include <utility>

namespace sotto::storage {

/// Tells whether the program that is writing an answer is still running, when several programs
/// share a library.
///
/// Every open library has a random number, its writer id, and keeps the byte at that offset of a
/// lock file locked while it is open. The kernel drops the lock when the process ends in any way,
/// so an unlocked byte means that the writer has ended. A process id would not do: it is reused.
///
/// The locks belong to the open file (F_OFD_SETLK), so two libraries of one process see each other.
/// A child process that neither calls exec nor closes its files keeps its parent's lock.
/// Runs on: the storage thread.
class WriterLock {
public:
    /// Takes a new id; creates the lock file (mode 0600) when it is missing. Errors: io,
    /// out_of_space, busy (a program holds open_exclusive()).
    [[nodiscard]] static Result<WriterLock> open(const std::filesystem::path& lock_file);

    /// For a library in memory, which nobody else can open. Errors: io.
    [[nodiscard]] static Result<WriterLock> open_in_memory();

    /// Locks all ids, so that nobody can open the library until this is destroyed. Errors: busy (a
    /// program has the library open), io, out_of_space.
    [[nodiscard]] static Result<WriterLock> open_exclusive(const std::filesystem::path& lock_file);

    /// This library's writer id; positive.
    [[nodiscard]] std::int64_t id() const { return id_; }

    /// Whether the library with this id is open, in this process or another.
    [[nodiscard]] Result<bool> is_alive(std::int64_t writer) const;

private:
    [[nodiscard]] static Result<WriterLock> take_id(Result<WriterLock> lock);
    [[nodiscard]] static Result<WriterLock> open_file(const std::filesystem::path& lock_file);
    explicit WriterLock(FileDescriptor file) : file_(std::move(file)) {}

    FileDescriptor file_;
    std::int64_t id_ = 0;
};

} // namespace sotto::storage
