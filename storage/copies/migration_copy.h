#pragma once

#include "core/error.h"
#include "storage/sqlite/sqlite.h"

#include <cstdint>
#include <filesystem>

namespace sotto::storage {

/// The copy of a library that a migration from `version` leaves beside it.
[[nodiscard]] std::filesystem::path migration_copy_file(const std::filesystem::path& library,
                                                        std::int64_t version);

/// Copies a library of an older version before it is migrated (mode 0600); a library that is new or
/// has the newest version is not copied. Returns the version. When the disk is full, the library
/// stays as it is. Errors: out_of_space, io, corrupt_data, busy.
[[nodiscard]] Result<std::int64_t> copy_before_migration(Connection& connection,
                                                         const std::filesystem::path& library,
                                                         std::int64_t newest);

/// Removes the copies of earlier migrations, once a library has been opened without one, and when
/// something is removed from it.
void remove_migration_copies(const std::filesystem::path& library, std::int64_t newest);

} // namespace sotto::storage
