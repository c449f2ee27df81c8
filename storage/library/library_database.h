#pragma once

#include "core/ports/library.h"
#include "storage/library/wall_clock.h"
#include "storage/sqlite/sqlite.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sotto::storage {

/// Opens and migrates the database of conversations and documents; creates it (mode 0600) when it
/// is missing. Its folder must exist. Several programs may have it open at the same time. Answers
/// that a program left in state `writing` when it ended become `interrupted`; those of running
/// programs do not change. Runs on: the storage thread, and so does everything reached through the
/// result. Errors: io, out_of_space, corrupt_data (no database, or a damaged one), unsupported
/// (from a newer version or another program), busy (another program holds it too long). A refused
/// file does not change.
[[nodiscard]] Result<std::unique_ptr<Library>>
open_library(const std::filesystem::path& file, const WallClock& clock = wall_clock_now);

/// A library in memory, gone with the result; no file is created. Runs on: the storage thread.
/// Errors: io, out_of_memory.
[[nodiscard]] Result<std::unique_ptr<Library>>
open_library_in_memory(const WallClock& clock = wall_clock_now);

/// Refuses a file that is no library by its first bytes, before SQLite reads it: reading alone
/// could make SQLite roll back another program's interrupted transaction. An empty file passes.
/// Errors: as open_library.
[[nodiscard]] Status check_header(Connection& connection, const std::filesystem::path& file);

/// The lock file beside a library; see writer_lock.h.
[[nodiscard]] std::filesystem::path writer_lock_file(const std::filesystem::path& library);

/// Checks a whole library and describes each damage in one line, without any text of the user's; no
/// line means that it is sound. Changes nothing; other programs may have it open.
/// Errors: not_found (no such file), and as open_library.
[[nodiscard]] Result<std::vector<std::string>> check_library(const std::filesystem::path& file);

} // namespace sotto::storage
