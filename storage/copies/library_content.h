#pragma once

#include "core/error.h"
#include "storage/files/part_file.h"
#include "storage/sqlite/sqlite.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto::storage {

/// The findings of SQLite's integrity_check, one line each; none when the file is sound.
/// Errors: as Connection.
[[nodiscard]] Result<std::vector<std::string>> check_integrity(Connection& connection);

/// Copies a consistent state of a library into an empty file, waits until it is on the disk, and
/// reads it back: the copy must be sound and have the same conversations and documents. Other
/// programs may write the library meanwhile. Errors: corrupt_data (it is not like the library),
/// cancelled, and as Connection.
[[nodiscard]] Status copy_library(Connection& library, const PartFile& copy,
                                  const std::stop_token& stop);

} // namespace sotto::storage
