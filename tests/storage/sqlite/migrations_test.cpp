#include "storage/sqlite/migrations.h"
#include "tests/storage/support/must.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <format>

using namespace sotto;
using namespace sotto::storage;

namespace {

std::int64_t version_of(Connection& connection) {
    return must(connection.read_integer("PRAGMA user_version"));
}

} // namespace

TEST_CASE("the migrations are numbered from one without a gap") {
    std::int32_t version = 0;
    for (const Migration& migration : library_migrations()) {
        CHECK(migration.version == ++version);
        CHECK_FALSE(migration.sql.empty());
    }
    CHECK(version >= 2);
}

TEST_CASE("every older version reaches the newest, with the tables of a new library") {
    const auto all = library_migrations();
    for (std::size_t older = 0; older <= all.size(); ++older) {
        CAPTURE(older);
        Connection connection = must(Connection::open_in_memory());
        must(migrate(connection, all.first(older)));
        CHECK(version_of(connection) == static_cast<std::int64_t>(older));
        must(migrate(connection, all)); // compares the tables itself
        CHECK(version_of(connection) == static_cast<std::int64_t>(all.size()));
        CHECK(must(connection.read_integer("PRAGMA application_id")) ==
              (all.empty() ? 0 : kLibraryApplicationId));
    }
}

TEST_CASE("a migration keeps the rows of the version before") {
    const auto all = library_migrations();
    Connection connection = must(Connection::open_in_memory());
    must(migrate(connection, all.first(1)));
    must(connection.run("INSERT INTO conversation (title, created_at, updated_at) "
                        "VALUES ('kept', 1, 2)"));
    must(migrate(connection, all));
    CHECK(must(connection.read_integer("SELECT count(*) FROM conversation WHERE title = 'kept'")) ==
          1);
}

TEST_CASE("a newer version is refused with its number") {
    Connection connection = must(Connection::open_in_memory());
    must(migrate(connection, library_migrations()));
    must(connection.run("PRAGMA user_version = 77"));
    const Status status = migrate(connection, library_migrations());
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::unsupported);
    CHECK(status.error().detail.contains("77"));
    CHECK(version_of(connection) == 77);
}

TEST_CASE("another program's database is refused, whatever its version says") {
    Connection connection = must(Connection::open_in_memory());
    SECTION("it has tables and no mark") {
        must(connection.run("CREATE TABLE theirs (x)"));
    }
    SECTION("it has a version and no mark") {
        must(connection.run("PRAGMA user_version = 1"));
    }
    SECTION("it has another mark") {
        must(connection.run("PRAGMA application_id = 1"));
    }
    const Status status = migrate(connection, library_migrations());
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::unsupported);
    CHECK(must(connection.read_integer(
              "SELECT count(*) FROM sqlite_schema WHERE name = 'conversation'")) == 0);
}

TEST_CASE("a negative version is damage") {
    Connection connection = must(Connection::open_in_memory());
    must(migrate(connection, library_migrations()));
    must(connection.run("PRAGMA user_version = -1"));
    CHECK(migrate(connection, library_migrations()).error().code == ErrorCode::corrupt_data);
}

TEST_CASE("tables that are not those of the version are refused") {
    Connection connection = must(Connection::open_in_memory());
    must(migrate(connection, library_migrations()));
    SECTION("a trigger was added") {
        must(connection.run("CREATE TRIGGER spy AFTER INSERT ON message BEGIN "
                            "DELETE FROM conversation; END"));
    }
    SECTION("a table is missing") {
        must(connection.run("DROP TABLE document"));
    }
    SECTION("a column was added") {
        must(connection.run("ALTER TABLE document ADD COLUMN x TEXT"));
    }
    CHECK(migrate(connection, library_migrations()).error().code == ErrorCode::corrupt_data);
}

TEST_CASE("a library of an older version whose tables are not its own is left at that version") {
    const auto all = library_migrations();
    for (std::size_t older = 0; older < all.size(); ++older) {
        CAPTURE(older);
        Connection connection = must(Connection::open_in_memory());
        must(migrate(connection, all.first(older)));
        must(connection.run_script(std::format(
            "PRAGMA application_id = {}; CREATE TABLE other (x);", kLibraryApplicationId)));
        CHECK(migrate(connection, all).error().code == ErrorCode::corrupt_data);
        CHECK(version_of(connection) == static_cast<std::int64_t>(older));
    }
}

TEST_CASE("a failing migration leaves the version before it") {
    const std::array<Migration, 2> migrations = {
        Migration{.version = 1, .sql = "CREATE TABLE first (x INTEGER) STRICT;"},
        Migration{.version = 2,
                  .sql =
                      "CREATE TABLE second (x INTEGER) STRICT; CREATE TABLE first (y INTEGER);"}};
    Connection connection = must(Connection::open_in_memory());
    CHECK_FALSE(migrate(connection, migrations));
    CHECK(version_of(connection) == 1);
    CHECK(must(connection.read_integer(
              "SELECT count(*) FROM sqlite_schema WHERE name = 'second'")) == 0);
}
