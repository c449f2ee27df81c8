#pragma once

#include "core/error.h"
#include "storage/files/file_descriptor.h"

#include <filesystem>
#include <utility>

namespace sotto::storage {

/// A database file that is written as NAME.part and renamed to NAME when it is complete. The
/// destructor removes a file that was not published, and what SQLite left beside it. Readable by
/// its owner alone. Runs on: one thread.
class PartFile {
public:
    /// Creates the file, locked against other writers, or empties one that a killed program left.
    /// Errors: busy (another program is writing it), io, out_of_space.
    [[nodiscard]] static Result<PartFile> open(const std::filesystem::path& target);

    ~PartFile();
    PartFile(PartFile&& other) noexcept
        : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    PartFile& operator=(PartFile&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const FileDescriptor& file() const { return file_; }

    /// Renames it to `target`, durably: both are on the disk when this returns. Errors: io,
    /// out_of_space.
    [[nodiscard]] Status publish(const std::filesystem::path& target);

private:
    PartFile(std::filesystem::path path, FileDescriptor file)
        : path_(std::move(path)), file_(std::move(file)) {}

    std::filesystem::path path_; // empty: published or moved from
    FileDescriptor file_;
};

/// Waits until the names in a file's folder are on the disk. Errors: io, out_of_space.
[[nodiscard]] Status sync_folder_of(const std::filesystem::path& file);

} // namespace sotto::storage
