#pragma once

#include "storage/sqlite/sqlite.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace sotto::storage {

/// A step of the schema from `version - 1` to `version`, which PRAGMA user_version records.
struct Migration {
    std::int32_t version = 0;
    std::string_view sql;
};

/// All migrations of library.db, from version 1 on without a gap (storage/migrations/*.sql).
[[nodiscard]] std::span<const Migration> library_migrations();

/// The application id in the header of a library ("SOTL").
inline constexpr std::int32_t kLibraryApplicationId = 0x534F544C;

/// Migrates a database to the newest version, each step in its own transaction; an empty database
/// becomes a library. Several programs may do so at the same time.
/// Errors: unsupported (newer than `migrations`, or another program's database), corrupt_data (the
/// schema is not that of its version), and as Connection. After an error the file is unchanged, or
/// at a version in between.
[[nodiscard]] Status migrate(Connection& connection, std::span<const Migration> migrations);

/// The error for a library of `version` in a program that knows versions up to `newest`.
[[nodiscard]] Error newer_version_error(std::int64_t version, std::int64_t newest);

/// The error for a database that is not a library.
[[nodiscard]] Error foreign_database_error();

} // namespace sotto::storage
