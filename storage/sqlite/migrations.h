#pragma once

#include "storage/sqlite/sqlite.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace sotto::storage {

/// One step of the schema: from `version - 1` to `version`, which PRAGMA user_version records.
struct Migration {
    std::int32_t version = 0;
    std::string_view sql;
};

/// The steps of library.db, from version 1 on without a gap (storage/migrations/*.sql).
[[nodiscard]] std::span<const Migration> library_migrations();

/// Marks a SQLite file as a library of ours ("SOTL"), in the file's header.
inline constexpr std::int32_t kLibraryApplicationId = 0x534F544C;

/// Brings a database to the newest version, each step in one transaction; an empty one becomes a
/// library. Several programs may do it at the same time.
/// Errors: unsupported (newer than `migrations`, or another program's database), corrupt_data (the
/// tables are not those of its version), and as Connection; the file is then as it was, or at a
/// version in between.
[[nodiscard]] Status migrate(Connection& connection, std::span<const Migration> migrations);

/// The refusal of a library of `version` by a program that knows up to `newest`.
[[nodiscard]] Error newer_version_error(std::int64_t version, std::int64_t newest);

/// The refusal of a database that is not a library.
[[nodiscard]] Error foreign_database_error();

} // namespace sotto::storage
