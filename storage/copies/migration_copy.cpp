#include "storage/copies/migration_copy.h"

#include "storage/copies/library_content.h"
#include "storage/files/part_file.h"
#include "storage/files/private_file.h"

#include <unistd.h>

#include <format>

namespace sotto::storage {

std::filesystem::path migration_copy_file(const std::filesystem::path& library,
                                          std::int64_t version) {
    return with_suffix(library, std::format("-format-{}", version));
}

Result<std::int64_t> copy_before_migration(Connection& connection,
                                           const std::filesystem::path& library,
                                           std::int64_t newest) {
    const auto version = connection.read_integer("PRAGMA user_version");
    if (!version || *version <= 0 || *version >= newest) {
        return version;
    }
    const auto name = migration_copy_file(library, *version);
    auto copy = PartFile::open(name);
    if (!copy && copy.error().code == ErrorCode::busy) {
        return version; // another program is about to migrate it and makes the copy
    }
    if (!copy) {
        return std::unexpected(copy.error());
    }
    return copy_library(connection, *copy, {})
        .and_then([&] { return copy->publish(name); })
        .transform([&] { return *version; });
}

void remove_migration_copies(const std::filesystem::path& library, std::int64_t newest) {
    for (std::int64_t version = 1; version < newest; ++version) {
        ::unlink(migration_copy_file(library, version).c_str());
    }
}

} // namespace sotto::storage
