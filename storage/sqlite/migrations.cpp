#include "storage/sqlite/migrations.h"

#include "storage/sqlite/schema.h"

#include <format>

namespace sotto::storage {
namespace {

Status apply(Connection& connection, const Migration& migration) {
    if (Status status = connection.run_script(migration.sql); !status) {
        return status;
    }
    return connection.run_script(
        std::format("PRAGMA application_id = {}; PRAGMA user_version = {};", kLibraryApplicationId,
                    migration.version));
}

Result<std::int64_t> checked_version(Connection& connection,
                                     std::span<const Migration> migrations) {
    const auto application = connection.read_integer("PRAGMA application_id");
    if (!application) {
        return application;
    }
    const auto version = connection.read_integer("PRAGMA user_version");
    if (!version) {
        return version;
    }
    const auto objects = connection.read_integer("SELECT count(*) FROM sqlite_schema");
    if (!objects) {
        return objects;
    }
    const bool is_empty = *application == 0 && *version == 0 && *objects == 0;
    if (*application != kLibraryApplicationId && !is_empty) {
        return std::unexpected(foreign_database_error());
    }
    const auto newest = static_cast<std::int64_t>(migrations.size());
    if (*version > newest) {
        return std::unexpected(newer_version_error(*version, newest));
    }
    if (*version < 0) {
        return fail(ErrorCode::corrupt_data, "the library's version number is damaged");
    }
    return version;
}

// A foreign file may claim our version. Its tables, triggers or views could change what our
// statements do, so they have to be exactly those of that version.
Status check_schema(Connection& connection, std::span<const Migration> migrations) {
    auto reference = Connection::open_in_memory();
    if (!reference) {
        return std::unexpected(reference.error());
    }
    for (const Migration& migration : migrations) {
        if (Status status = apply(*reference, migration); !status) {
            return status;
        }
    }
    const auto expected = describe_schema(*reference);
    if (!expected) {
        return std::unexpected(expected.error());
    }
    const auto actual = describe_schema(connection);
    if (!actual) {
        return std::unexpected(actual.error());
    }
    if (*actual != *expected) {
        return fail(ErrorCode::corrupt_data, "the library's tables do not match its version");
    }
    return {};
}

// One step in one transaction. Returns the version reached; another program may have been faster.
Result<std::int64_t> migrate_once(Connection& connection, std::span<const Migration> migrations) {
    auto transaction = Transaction::begin(connection);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    const auto version = checked_version(connection, migrations);
    if (!version || *version == static_cast<std::int64_t>(migrations.size())) {
        return version;
    }
    // Checked before the step, so that a refused file is unchanged.
    const auto done = static_cast<std::size_t>(*version);
    if (Status status = check_schema(connection, migrations.first(done)); !status) {
        return std::unexpected(status.error());
    }
    if (Status status = apply(connection, migrations[done]); !status) {
        return std::unexpected(status.error());
    }
    if (Status status = transaction->commit(); !status) {
        return std::unexpected(status.error());
    }
    return *version + 1;
}

Result<std::int64_t> current_version(Connection& connection,
                                     std::span<const Migration> migrations) {
    auto transaction = Transaction::begin(connection, Transaction::Access::read);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    return checked_version(connection, migrations);
}

} // namespace

Status migrate(Connection& connection, std::span<const Migration> migrations) {
    auto version = current_version(connection, migrations);
    while (version && *version < static_cast<std::int64_t>(migrations.size())) {
        version = migrate_once(connection, migrations);
    }
    if (!version) {
        return std::unexpected(version.error());
    }
    return check_schema(connection, migrations);
}

Error newer_version_error(std::int64_t version, std::int64_t newest) {
    return {ErrorCode::unsupported,
            std::format("the library was made by a newer version of Sotto (its format is {}, this "
                        "version knows up to {}); update Sotto",
                        version, newest)};
}

Error foreign_database_error() {
    return {ErrorCode::unsupported, "the file is a database of another program, not a library"};
}

} // namespace sotto::storage
