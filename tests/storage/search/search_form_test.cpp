#include "storage/library/library_database.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/search_form.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace sotto;
using namespace sotto::storage;

namespace {

std::string form(std::string_view text) {
    return SearchForm(text).text();
}

struct Fixture {
    TempFolder folder;
    std::unique_ptr<Library> library = must(open_library(folder.library()));

    std::string snippet(std::string_view text, std::string_view query) const {
        must(library->documents().add({"notes", std::string(text), {}}));
        const auto hits =
            must(library->search().documents(query, {.limit = 9, .marks = {"[", "]"}}));
        return hits.empty() ? "" : hits.front().snippet;
    }
};

} // namespace

TEST_CASE("a search form is the same for all forms of a word") {
    const std::vector<std::pair<std::string_view, std::string_view>> same{
        {"Caf\u00E9", "Cafe\u0301"},
        {"\u0439\u0451", "\u0438\u0306\u0435\u0308"},                         // йё
        {"\uBCF4\uD638", "\u1107\u1169\u1112\u1169"},                         // 보호
        {"\u304C\u30D1", "\u304B\u3099\u30CF\u309A"},                         // がパ
        {"\u30AC\u30D1", "\uFF76\uFF9E\uFF8A\uFF9F"},                         // half-width kana
        {"\u0391\u03B8\u03AE\u03BD\u03B1", "\u0391\u0398\u0397\u039D\u0391"}, // Αθήνα, ΑΘΗΝΑ
        {"\u03BB\u03CC\u03B3\u03BF\u03C2", "\u039B\u039F\u0393\u039F\u03A3"}, // λόγος
        {"office", "o\uFB03ce"},
        {"ABC 12", "\uFF21\uFF22\uFF23\u3000\uFF11\uFF12"},
        {"m2 CO2", "m\u00B2 CO\u2082"},
        {"stra\u00DFe", "STRASSE"},
        {"co\u00ADoperate", "cooperate"},
        {"\u0643\u062A\u0627\u0628", "\u0643\u0650\u062A\u064E\u0627\u0628"}, // Arabic, pointed
        {"\uF900", "\u8C48"},
    };
    for (const auto& [left, right] : same) {
        CAPTURE(left, right);
        CHECK(form(left) == form(right));
    }
    const std::vector<std::pair<std::string_view, std::string_view>> other{
        {"\u0439", "\u0438"}, {"\u0451", "\u0435"}, {"\u304C", "\u304B"}, {"3\u00BD", "31/2"}};
    for (const auto& [left, right] : other) {
        CAPTURE(left, right);
        CHECK(form(left) != form(right));
    }
}

TEST_CASE("a search form knows where its bytes came from") {
    const std::string text = "ab cafe\u0301 o\uFB03ce \xFFz";
    const SearchForm made(text);
    CHECK(made.text() == "ab cafe office  z");
    CHECK(made.source_begin(3) == 3);
    CHECK(made.source_end(7) == 9);     // "cafe" and its accent
    CHECK(made.source_begin(8) == 10);  // "o"
    CHECK(made.source_begin(9) == 11);  // "ffi"
    CHECK(made.source_begin(11) == 11); // the same sign
    CHECK(made.source_end(12) == 14);
    CHECK(made.source_end(made.text().size()) == text.size());
    CHECK(SearchForm("").text().empty());
}

TEST_CASE("marks without end and broken text are searched in linear time") {
    std::string marks = "a";
    for (int i = 0; i < 200'000; ++i) {
        marks += i % 2 == 0 ? "\u0301" : "\u0323";
    }
    CHECK(form(marks) == "a");
    CHECK(form(std::string(100, '\xCC')).size() == 100);
}

TEST_CASE("a snippet marks the text as the file has it") {
    const Fixture fixture;
    CHECK(fixture.snippet("Das Cafe\u0301 \uFF26\uFF35\uFF2C\uFF2C bleibt", "caf\u00E9 full") ==
          "Das [Cafe\u0301] [\uFF26\uFF35\uFF2C\uFF2C] bleibt");
    CHECK(fixture.snippet("Seine E\uFB03zienz war gro\u00DF", "effizienz") ==
          "Seine [E\uFB03zienz] war gro\u00DF");
    CHECK(fixture.snippet("\u0438\u0306\u043E\u0433\u0430 und mehr", "\u0439\u043E\u0433\u0430") ==
          "[\u0438\u0306\u043E\u0433\u0430] und mehr");
    CHECK(fixture.snippet("Firma \u337F hier", "\u4F1A\u793E").starts_with("Firma ")); // ㍿
}

TEST_CASE("messages are found in any form, and never by another letter") {
    const Fixture fixture;
    must(fixture.library->conversations().begin_turn(
        {}, "title", "\u043C\u0443\u0437\u0435\u0438\u0306 \u0435\u043B\u043A\u0430", "model"));
    const auto count = [&](std::string_view query) {
        return must(fixture.library->search().messages(query, {})).size();
    };
    CHECK(count("\u043C\u0443\u0437\u0435\u0439") == 1);     // музей
    CHECK(count("\u041C\u0423\u0417\u0415\u0419") == 1);     // in capitals
    CHECK(count("\u0435\u043B\u043A\u0430") == 1);           // елка
    CHECK(count("\u0451\u043B\u043A\u0430") == 0);           // ёлка
    CHECK(count("\"\u043C\u0443\u0437\u0435\u0438\"") == 0); // музеи
}

TEST_CASE("a library with the words of an earlier version is indexed again") {
    const auto all = library_migrations();
    Connection connection = must(Connection::open_in_memory());
    must(migrate(connection, all.first(12)));
    // The index of the earlier version had these words for a text that is decomposed.
    must(connection.run_script(
        "INSERT INTO conversation (id, title, created_at, updated_at) VALUES (1, 't', 1, 1);"
        "INSERT INTO message (conversation_id, role, state, text, model, token_ids, created_at) "
        "VALUES (1, 'user', 'complete', 'cafe\u0301 noir', '', x'', 1);"));
    must(connection.run(
        "INSERT INTO message_words (message_words, rowid, text) SELECT 'delete', id, text "
        "FROM message"));
    must(connection.run("INSERT INTO message_words (rowid, text) VALUES (1, 'other words')"));
    must(migrate(connection, all));
    must(connection.run("INSERT INTO message_words (message_words, rank) "
                        "VALUES ('integrity-check', 1)")); // compares the index with its texts
    CHECK(must(connection.read_integer(
              "SELECT count(*) FROM message_words WHERE message_words MATCH 'cafe'")) == 1);
}
