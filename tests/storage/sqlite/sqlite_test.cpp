#include "storage/sqlite/sqlite.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <limits>

using namespace sotto;
using namespace sotto::storage;

namespace {

Connection connection_with_table() {
    Connection connection = must(Connection::open_in_memory());
    must(connection.run_script(
        "CREATE TABLE item (id INTEGER PRIMARY KEY, number INTEGER, fraction REAL, words TEXT, "
        "bytes BLOB) STRICT; -- a comment at the end is not a statement"));
    return connection;
}

} // namespace

TEST_CASE("each kind of value is read back as it was bound") {
    Connection connection = connection_with_table();
    const std::string words("nul \0 and \xFF\xC3 broken", 18);
    const std::array<std::byte, 3> bytes = {std::byte{0}, std::byte{0xFF}, std::byte{7}};
    must(connection.run("INSERT INTO item VALUES (?1, ?2, ?3, ?4, ?5)", std::int64_t{1},
                        std::numeric_limits<std::int64_t>::min(), 0.1, words,
                        std::span<const std::byte>(bytes)));
    auto rows = must(connection.query("SELECT * FROM item"));
    REQUIRE(must(rows.step()));
    CHECK(rows.integer(1) == std::numeric_limits<std::int64_t>::min());
    CHECK(rows.real(2) == 0.1);
    CHECK(rows.text(3) == words);
    CHECK(std::ranges::equal(rows.blob(4), bytes));
    CHECK_FALSE(must(rows.step()));
}

TEST_CASE("empty text and empty bytes are not NULL, and missing values are") {
    Connection connection = connection_with_table();
    must(connection.run("INSERT INTO item VALUES (1, ?1, NULL, ?2, ?3)",
                        std::optional<std::int64_t>(), std::string_view(),
                        std::span<const std::byte>()));
    auto rows = must(connection.query("SELECT * FROM item"));
    REQUIRE(must(rows.step()));
    CHECK(rows.is_null(1));
    CHECK(rows.is_null(2));
    CHECK_FALSE(rows.is_null(3));
    CHECK(rows.text(3).empty());
    CHECK_FALSE(rows.is_null(4));
    CHECK(rows.blob(4).empty());
}

TEST_CASE("a step reports a value too many") {
    Connection connection = connection_with_table();
    CHECK_FALSE(connection.run("DELETE FROM item WHERE id = ?1", std::int64_t{1}, std::int64_t{2}));
}

TEST_CASE("a text above the limit is refused and the connection stays usable") {
    Connection connection = connection_with_table();
    // The text is refused for its size, before it is read or copied.
    const std::string_view huge("", Connection::kMaxValueBytes + std::size_t{1});
    const Status status = connection.run("INSERT INTO item (words) VALUES (?1)", huge);
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::invalid_input);
    CHECK(must(connection.read_integer("SELECT count(*) FROM item")) == 0);
}

TEST_CASE("a transaction without a commit is rolled back") {
    Connection connection = connection_with_table();
    {
        auto transaction = must(Transaction::begin(connection));
        must(connection.run("INSERT INTO item (number) VALUES (1)"));
    }
    CHECK(must(connection.read_integer("SELECT count(*) FROM item")) == 0);
    {
        auto transaction = must(Transaction::begin(connection));
        must(connection.run("INSERT INTO item (number) VALUES (1)"));
        must(transaction.commit());
    }
    CHECK(must(connection.read_integer("SELECT count(*) FROM item")) == 1);
}

TEST_CASE("a missing table is damage, since all statements are fixed") {
    Connection connection = connection_with_table();
    const Status status = connection.run("DELETE FROM nothing");
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::corrupt_data);
}

TEST_CASE("no file can be attached, and the schema cannot be written") {
    Connection connection = connection_with_table();
    CHECK_FALSE(connection.run("ATTACH ':memory:' AS other"));
    must(connection.run("PRAGMA writable_schema = ON"));
    CHECK_FALSE(connection.run("DELETE FROM sqlite_schema"));
}

TEST_CASE("a full database is out of space, and has room again after a removal") {
    const TempFolder folder;
    write_file(folder.library(), "");
    Connection connection = must(Connection::open(folder.library()));
    must(connection.use_write_ahead_log());
    must(
        connection.run_script("CREATE TABLE item (words TEXT) STRICT; PRAGMA max_page_count = 8;"));
    const std::string words(2000, 'x');
    Status status;
    int saved = 0;
    while ((status = connection.run("INSERT INTO item VALUES (?1)", words)) && saved < 100) {
        ++saved;
    }
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::out_of_space);
    CHECK(must(connection.read_integer("SELECT count(*) FROM item")) == saved);
    must(connection.run("DELETE FROM item"));
    CHECK(connection.run("INSERT INTO item VALUES (?1)", words));
}

TEST_CASE("every commit reaches the disk") {
    const TempFolder folder;
    write_file(folder.library(), "");
    Connection connection = must(Connection::open(folder.library()));
    must(connection.use_write_ahead_log());
    CHECK(must(connection.read_integer("PRAGMA synchronous")) == 2);
    CHECK(must(connection.read_integer("PRAGMA secure_delete")) == 1);
    CHECK(must(connection.read_integer("PRAGMA foreign_keys")) == 1);
    CHECK(must(connection.read_integer("PRAGMA trusted_schema")) == 0);
    CHECK(must(connection.read_integer("PRAGMA cell_size_check")) == 1);
}

TEST_CASE("opening a missing file does not create it") {
    const TempFolder folder;
    const auto connection = Connection::open(folder.library());
    REQUIRE_FALSE(connection);
    CHECK(connection.error().code == ErrorCode::io);
    CHECK_FALSE(std::filesystem::exists(folder.library()));
}
