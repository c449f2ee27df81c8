#pragma once

#include "core/ports/library.h"
#include "storage/library/system_clock.h"
#include "storage/sqlite/sqlite.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sotto::storage {

/// Opens (making it when missing, mode 0600) and migrates the database of conversations and
/// documents; its folder must exist. Several programs may have it open at the same time. Answers
/// left in state `writing` by a program that has ended become `interrupted`; those that a living
/// one writes do not. Runs on: the storage thread, as everything reached through the result.
/// Errors: io, out_of_space, corrupt_data (the file is no database or damaged: it is left as it
/// is), unsupported (written by a newer version, or another program's database: left as it is),
/// busy (another program holds it too long).
[[nodiscard]] Result<std::unique_ptr<Library>> open_library(const std::filesystem::path& file,
                                                            const WallClock& clock = system_time);

/// Refuses what is certainly no library of ours by its first bytes, before SQLite looks at it: even
/// reading could make SQLite finish another program's interrupted work in the file. A new file is
/// none yet, and passes. Errors: as open_library.
[[nodiscard]] Status check_header(Connection& connection, const std::filesystem::path& file);

/// The file that locks the library's users out of each other's way; see writer_lock.h.
[[nodiscard]] std::filesystem::path writers_file(const std::filesystem::path& library);

/// Reads a whole library and reports what is damaged, one line each (none contains what a user
/// wrote); no line = sound. Changes nothing; other programs may have it open.
/// Errors: not_found (no such file), and as open_library.
[[nodiscard]] Result<std::vector<std::string>> check_library(const std::filesystem::path& file);

} // namespace sotto::storage
