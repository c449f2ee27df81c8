#include "storage/sqlite/schema.h"
#include "tests/storage/support/must.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace sotto;
using namespace sotto::storage;

namespace {

constexpr std::string_view kSchema = R"(
CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL) STRICT;
CREATE TABLE child (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE,
    kind TEXT NOT NULL DEFAULT 'a' CHECK (kind IN ('a', 'b')),
    size INTEGER NOT NULL CHECK (size > 0),
    UNIQUE (parent_id, kind)
) STRICT;
CREATE INDEX child_by_size ON child (size) WHERE size > 5;
CREATE TRIGGER child_is_added AFTER INSERT ON child BEGIN
    UPDATE parent SET title = 'It''s' WHERE id = new.parent_id;
END;
CREATE VIEW both AS SELECT title, kind FROM parent JOIN child ON parent.id = parent_id;
)";

std::string description_of(std::string_view sql) {
    Connection connection = must(Connection::open_in_memory());
    must(connection.run_script(sql));
    return must(describe_schema(connection));
}

std::string with(std::string_view what, std::string_view by) {
    std::string sql(kSchema);
    const auto at = sql.find(what);
    REQUIRE(at != std::string::npos);
    return sql.replace(at, what.size(), by);
}

} // namespace

TEST_CASE("a schema in other words is the same schema") {
    const std::string expected = description_of(kSchema);
    const std::string other =
        GENERATE(with("title TEXT NOT NULL", "\"title\"  text not null -- the name\n"),
                 with("CHECK (kind IN ('a', 'b')),\n    size INTEGER NOT NULL CHECK (size > 0)",
                      "check(kind in('a','b')), [size] INTEGER NOT NULL check ( \"size\">0 )"),
                 with("size INTEGER NOT NULL CHECK (size > 0),\n    UNIQUE",
                      "size INTEGER NOT NULL, CHECK (size > 0), UNIQUE"),
                 with("UPDATE parent SET", "/* why */ update \"parent\"\n set"),
                 with("ON child (size) WHERE", "on `child`(size) where"),
                 with("SELECT title, kind", "SELECT title,kind"));
    CHECK(description_of(other) == expected);
}

TEST_CASE("a column that was renamed makes the same schema as one that had that name") {
    Connection renamed = must(Connection::open_in_memory());
    must(renamed.run_script("CREATE TABLE t (old INTEGER NOT NULL CHECK (old > 0)) STRICT;"
                            "ALTER TABLE t RENAME COLUMN old TO fresh;"
                            "ALTER TABLE t ADD COLUMN later TEXT;"));
    CHECK(must(describe_schema(renamed)) ==
          description_of("CREATE TABLE t (fresh INTEGER NOT NULL CHECK (fresh > 0), later TEXT) "
                         "STRICT"));
}

TEST_CASE("what changes the meaning of a schema is a difference") {
    const std::string expected = description_of(kSchema);
    const std::string other = GENERATE(
        with("title TEXT NOT NULL", "title TEXT"), with("title TEXT", "title BLOB"),
        with(" AUTOINCREMENT", ""), with("DEFAULT 'a'", "DEFAULT 'A'"),
        with("'a', 'b'", "'a', 'c'"), with("CHECK (size > 0)", ""), with(" ON DELETE CASCADE", ""),
        with("REFERENCES parent (id)", "REFERENCES child (id)"),
        with("UNIQUE (parent_id, kind)", "UNIQUE (parent_id)"), with(" WHERE size > 5", ""),
        with("'It''s'", "'it''s'"), with("AFTER INSERT ON child", "BEFORE INSERT ON child"),
        with("SELECT title, kind", "SELECT kind, title"),
        with(") STRICT;\nCREATE TABLE child", ");\nCREATE TABLE child"),
        std::string(kSchema) + "CREATE TRIGGER spy AFTER INSERT ON parent BEGIN SELECT 1; END;",
        with("title TEXT NOT NULL", "title TEXT NOT NULL COLLATE NOCASE"));
    CHECK(description_of(other) != expected);
}

TEST_CASE("tokens are read without their white space, comments and quotes") {
    CHECK(sql_tokens("SELECT \"A b\", 'x ''--'' y' -- end\n/* and */FROM [t];") ==
          std::vector<std::string>{"select", "a b", ",", "'x ''--'' y'", "from", "t", ";"});
    CHECK(sql_tokens("a/*").size() == 1);
    CHECK(sql_tokens("'open") == std::vector<std::string>{"'open"});
    CHECK(sql_tokens("\"") == std::vector<std::string>{""});
    CHECK(sql_tokens("").empty());
}
