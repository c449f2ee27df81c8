#pragma once

#include "core/error.h"
#include "storage/files/file_descriptor.h"

#include <filesystem>
#include <string_view>

// Files that only their owner can read and write (mode 0600).
namespace sotto::storage {

/// Creates an empty file; one that is there already stays as it is. A database is created with this
/// before SQLite opens it, so that others cannot read it even for a moment. `what` begins the
/// error's sentence. Errors: io, out_of_space.
[[nodiscard]] Status create_private_file(const std::filesystem::path& file, std::string_view what);

/// Opens a file for reading and writing, and creates it when it is missing. A symbolic link is not
/// followed. Errors: as create_private_file.
[[nodiscard]] Result<FileDescriptor> open_private_file(const std::filesystem::path& file,
                                                       std::string_view what);

/// `file` with a suffix appended to its name: "library.db" and "-wal" give "library.db-wal".
[[nodiscard]] std::filesystem::path with_suffix(const std::filesystem::path& file,
                                                std::string_view suffix);

} // namespace sotto::storage
