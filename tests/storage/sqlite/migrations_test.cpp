#include "storage/files/hash.h"
#include "storage/sqlite/migrations.h"
#include "tests/storage/support/must.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <format>
#include <string>
#include <string_view>

using namespace sotto;
using namespace sotto::storage;

namespace {

std::int64_t version_of(Connection& connection) {
    return must(connection.read_integer("PRAGMA user_version"));
}

std::string hex_hash_of(std::string_view text) {
    std::string hex;
    for (const std::byte byte : hash_text(text)) {
        hex += std::format("{:02x}", std::to_integer<unsigned>(byte));
    }
    return hex;
}

} // namespace

// SQLite keeps the text of a statement that creates a table, comments included, and a library whose
// text differs from that of its version is refused as damaged.
TEST_CASE("released migrations keep every byte") {
    constexpr auto kReleased = std::to_array<std::string_view>({
        "f385e43d93eb69a733bb2c00ce35e539",
        "cf649e4f38893b47f4702b488afa7055",
        "6bf054d24dab4d0723c3de38568d5a30",
        "640f709fee36474bd532a88abaeb122f",
        "dd0792effabfc558b172e9e78c58a746",
        "54de5873743d7327c24312d97e14dc31",
        "cc38c19fb9c950f3c7b678151c22a3ee",
        "8a238dbceae105c01d1fb0b0d0bdf826",
        "f8a1715c559ec6a4a70aa8b350eb485f",
    });
    const auto all = library_migrations();
    REQUIRE(all.size() >= kReleased.size());
    for (std::size_t i = 0; i < kReleased.size(); ++i) {
        CAPTURE(all[i].version);
        CHECK(hex_hash_of(all[i].sql) == kReleased.at(i));
    }
}

TEST_CASE("the migrations are numbered from one without a gap") {
    std::int32_t version = 0;
    for (const Migration& migration : library_migrations()) {
        CHECK(migration.version == ++version);
        CHECK_FALSE(migration.sql.empty());
    }
    CHECK(version >= 2);
}

TEST_CASE("every older version is migrated to the schema of a new library") {
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

TEST_CASE("a library of version 9 keeps its overflow policies and truncation counts") {
    const auto all = library_migrations();
    Connection connection = must(Connection::open_in_memory());
    must(migrate(connection, all.first(9)));
    // By position: the last column of `conversation` and one of the last of `message` have had
    // other names in that version.
    must(connection.run_script(
        "INSERT INTO conversation VALUES (1, 'first', 1, 1, 'drop_oldest'), "
        "(2, 'second', 2, 2, 'refuse');"
        "INSERT INTO message VALUES (1, 1, 'assistant', 'complete', NULL, 'm', 1, NULL, NULL, "
        "NULL, NULL, NULL, NULL, NULL, x'', 'a', 7, 3, 12, 340);"));
    must(migrate(connection, all));
    const auto count = [&](std::string_view sql) { return must(connection.read_integer(sql)); };
    CHECK(count("SELECT id FROM conversation WHERE overflow_policy = 'drop_oldest'") == 1);
    CHECK(count("SELECT id FROM conversation WHERE overflow_policy = 'refuse'") == 2);
    CHECK(count("SELECT truncated_turns FROM message") == 7);
    CHECK(count("SELECT summarized_turns FROM message") == 3);
    CHECK(count("SELECT document_parts FROM message") == 12);
    CHECK(count("SELECT of_document_parts FROM message") == 340);
    // The rule on the column's values is kept, too.
    CHECK_FALSE(connection.run("UPDATE conversation SET overflow_policy = 'other'"));
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
    SECTION("it has tables and no application id") {
        must(connection.run("CREATE TABLE theirs (x)"));
    }
    SECTION("it has a version and no application id") {
        must(connection.run("PRAGMA user_version = 1"));
    }
    SECTION("it has another application id") {
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

TEST_CASE("a schema that does not match the version is refused") {
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

TEST_CASE("a library of an older version with a wrong schema stays at that version") {
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

TEST_CASE("a failed migration leaves the version before it") {
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
