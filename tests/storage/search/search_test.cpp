#include "storage/library/library_database.h"
#include "storage/sqlite/migrations.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <format>

using namespace sotto;
using namespace sotto::storage;

namespace {

struct Fixture {
    TempFolder folder;
    std::unique_ptr<Library> library = must(open_library(folder.library()));

    TurnStart ask(std::string_view question) const {
        return must(library->conversations().begin_turn({}, "title", question, "model"));
    }
    void answer(const TurnStart& turn, const std::string& text, MessageState state) const {
        Message message;
        message.id = turn.assistant;
        message.text = text;
        message.state = state;
        must(library->conversations().update_answer(message));
    }
    DocumentId add(std::string text, std::vector<DocumentMark> marks = {}) const {
        return must(library->documents().add({"notes", std::move(text), std::move(marks)}));
    }
    [[nodiscard]] std::size_t count(std::string_view query) const {
        return must(library->search().messages(query, {})).size();
    }
    [[nodiscard]] std::vector<PassageHit> documents(std::string_view query,
                                                    const SearchOptions& options = {}) const {
        return must(library->search().documents(query, options));
    }
    void check_indexes() {
        library.reset();
        CHECK(must(check_library(folder.library())).empty());
        Connection connection = must(Connection::open(folder.library()));
        for (const char* index : {"message_words", "passage_words"}) {
            // Rank 1 compares the index with its texts.
            must(connection.run(
                std::format("INSERT INTO {0} ({0}, rank) VALUES ('integrity-check', 1)", index)));
        }
    }
};

std::string paragraphs(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += std::format("Paragraph number{} of the notes. ", i);
        for (int j = 0; j < 12; ++j) {
            text += "It goes on about nothing in particular. ";
        }
        text += "\n\n";
    }
    return text;
}

} // namespace

TEST_CASE("all words of a query must occur, in any order, regardless of case and accents") {
    Fixture fixture;
    const TurnStart turn = fixture.ask("The Caf\u00E9 opens its garden at nine");
    for (const char* query : {"garden", "CAFE", "caf\u00E9 garden", "garden the cafe", "nine"}) {
        CAPTURE(query);
        const auto hits = must(fixture.library->search().messages(query, {}));
        REQUIRE(hits.size() == 1);
        CHECK(hits[0].conversation == turn.conversation);
        CHECK(hits[0].message == turn.user);
        CHECK(hits[0].title == "title");
        CHECK(hits[0].role == Role::user);
        CHECK(hits[0].created_at > 0);
        CHECK(hits[0].snippet == "The Caf\u00E9 opens its garden at nine");
    }
    CHECK(fixture.count("garden ten") == 0);
    CHECK(fixture.count("orchard") == 0);
}

TEST_CASE("quoted words must follow each other, and the last word may be a prefix") {
    Fixture fixture;
    fixture.ask("the gate code is on the garden gate");
    CHECK(fixture.count("\"gate code\"") == 1);
    CHECK(fixture.count("\u201Cgate code\u201D is") == 1);
    CHECK(fixture.count("\"code gate\"") == 0);
    CHECK(fixture.count("\"garden gate") == 1);
    CHECK(fixture.count("gard") == 1);
    CHECK(fixture.count("\"gate co\"") == 0);
}

TEST_CASE("words that contain a word of the query are found after equal words") {
    Fixture fixture;
    const auto part = fixture.ask("Das Dampfschiff legt ab");
    const auto whole = fixture.ask("Das Schiff liegt im Hafen und bleibt noch lange dort liegen");
    const auto hits = must(fixture.library->search().messages("schiff", {}));
    REQUIRE(hits.size() == 2);
    CHECK(hits[0].message == whole.user);
    CHECK(hits[1].message == part.user);
    CHECK(fixture.count("ampfsch legt") == 1);
    CHECK(fixture.count("\"Das ampf\"") == 0);
    CHECK(must(fixture.library->search().messages("schiff", {.limit = 1})).size() == 1);
}

TEST_CASE("scripts without spaces are found by any sequence of characters") {
    Fixture fixture;
    fixture.ask("\u6771\u4EAC\u30BF\u30EF\u30FC\u306F\u9AD8\u3044");       // 東京タワーは高い
    fixture.ask("\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35\u0E0A\u0E32\u0E27"); // สวัสดีชาว
    fixture.ask("\uB300\uD559\uAD50\uC5D0\uC11C tower");                   // 대학교에서
    CHECK(fixture.count("\u6771\u4EAC") == 1);
    CHECK(fixture.count("\u4EAC\u30BF\u30EF") == 1);
    CHECK(fixture.count("\u9AD8") == 1);
    CHECK(fixture.count("\u4EAC\u6771") == 0);
    CHECK(fixture.count("\u9AD8\u3044 \u6771\u4EAC") == 1);
    CHECK(fixture.count("\u0E2A\u0E14\u0E35") == 1);
    CHECK(fixture.count("\uD559\uAD50 tower") == 1);
    const auto hits = must(fixture.library->search().messages("\u30BF\u30EF\u30FC",
                                                              {.limit = 20, .marks = {"[", "]"}}));
    REQUIRE(hits.size() == 1);
    CHECK(hits[0].snippet == "\u6771\u4EAC[\u30BF\u30EF\u30FC]\u306F\u9AD8\u3044");
}

TEST_CASE("every text is a valid query") {
    Fixture fixture;
    fixture.ask("one AND two NOT three NEAR(four) text: five* ^six + {seven}");
    for (const std::string& query :
         {std::string("AND"), std::string("one AND two"), std::string("text:"),
          std::string("five*"), std::string("^six"), std::string("NEAR(four"),
          std::string("{seven}"), std::string("one - two"), std::string("'one'"),
          std::string("one\0two", 7), std::string("one \xFF two")}) {
        CAPTURE(query);
        CHECK(fixture.count(query) == 1);
    }
    for (const std::string& query :
         {std::string(), std::string("\"\""), std::string("\"\"\""), std::string("*"),
          std::string("()"), std::string(1, '\0'), std::string("\xE6\x9D"), std::string(5000, '"'),
          std::string("\u00BB \u201E")}) {
        CAPTURE(query);
        CHECK(fixture.count(query) == 0);
        CHECK(fixture.documents(query).empty());
    }
    std::string many;
    for (int i = 0; i < 3000; ++i) {
        many += "one ";
    }
    CHECK(fixture.count(many) == 1);
    CHECK(fixture.count(std::string(100'000, 'x')) == 0);
}

TEST_CASE("an answer is found once it is complete, by its last text only") {
    Fixture fixture;
    const TurnStart turn = fixture.ask("question");
    fixture.answer(turn, "unfinished words", MessageState::writing);
    CHECK(fixture.count("unfinished") == 0);
    fixture.answer(turn, "unfinished words, finished", MessageState::complete);
    CHECK(fixture.count("finished unfinished") == 1);
    fixture.answer(turn, "another text", MessageState::failed);
    CHECK(fixture.count("unfinished") == 0);
    CHECK(fixture.count("another") == 1);
    fixture.answer(turn, "written again", MessageState::writing);
    CHECK(fixture.count("another") == 0);
    // The program is killed: its answer becomes interrupted, and is found.
    fixture.library.reset();
    fixture.library = must(open_library(fixture.folder.library()));
    CHECK(fixture.count("written again") == 1);
    fixture.check_indexes();
}

TEST_CASE("removed text is neither found nor left in a file") {
    Fixture fixture;
    const TurnStart turn = fixture.ask("the word xylophonecanary stands here");
    const DocumentId document = fixture.add(paragraphs(9) + "zitherncanary\n" + paragraphs(9));
    const TurnStart kept = fixture.ask("kept");
    REQUIRE(fixture.count("xylophonecanary") == 1);
    REQUIRE(fixture.documents("zitherncanary").size() == 1);
    must(fixture.library->conversations().remove(turn.conversation));
    must(fixture.library->documents().remove(document));
    CHECK(fixture.count("xylophonecanary") == 0);
    CHECK(fixture.documents("zitherncanary").empty());
    CHECK(must(fixture.library->search().messages("kept", {})).at(0).message == kept.user);
    for (const auto& entry : std::filesystem::directory_iterator(fixture.folder.path())) {
        const std::string content = read_file(entry.path());
        CHECK_FALSE(content.contains("ylophonecanar"));
        CHECK_FALSE(content.contains("itherncanar"));
    }
    fixture.check_indexes();
}

TEST_CASE("a hit in a document has a place and a snippet") {
    Fixture fixture;
    const std::string before = paragraphs(6);
    const auto place = static_cast<std::int64_t>(before.size());
    const DocumentId id =
        fixture.add(before + "Caf\u00E9: the gate code is 4827.\n\n" + paragraphs(6),
                    {{DocumentMarkKind::page, 0, "1"},
                     {DocumentMarkKind::section, 10, "Intro"},
                     {DocumentMarkKind::page, place, "2"},
                     {DocumentMarkKind::page, place + 30, "3"}});
    const auto hits = fixture.documents("4827 gate", {.limit = 20, .marks = {"<", ">"}});
    REQUIRE(hits.size() == 1);
    CHECK(hits[0].document == id);
    CHECK(hits[0].title == "notes");
    CHECK(hits[0].place == DocumentPlace{"2", "Intro"});
    CHECK(hits[0].snippet.contains("Caf\u00E9: the <gate> code is <4827>. Paragraph number0"));
    CHECK(hits[0].snippet.ends_with("\u2026"));
    CHECK(hits[0].offset <= place);
    CHECK(hits[0].offset + hits[0].length > place + 20);
    CHECK(fixture.documents("4827", {.limit = 20, .marks = {}}).at(0).place.page == "2");
    CHECK(fixture.documents("number0").size() == 2);
    CHECK(fixture.documents("paragraph", {.limit = 5, .marks = {}}).size() == 5);
}

TEST_CASE("passages for a question come only from the given documents, the best first") {
    Fixture fixture;
    const DocumentId first =
        fixture.add(paragraphs(8) + "The garden opens at nine.\n\n" + paragraphs(8));
    const DocumentId other = fixture.add(paragraphs(3) + "Our garden opens whenever it likes.");
    const DocumentId chinese =
        fixture.add("\u82B1\u56ED\u4E5D\u70B9\u5F00\u95E8\u3002"); // 花园九点开门。
    const std::string question = "When does the garden open, and who opens it?";
    const DocumentId both[] = {first, other};
    auto passages = must(fixture.library->search().passages(std::span(both).first(1), question, 3));
    REQUIRE(passages.size() == 3);
    CHECK(passages[0].text.contains("The garden opens at nine."));
    CHECK(passages[0].document == first);
    CHECK(passages[0].length == static_cast<std::int64_t>(passages[0].text.size()));
    const std::string text(must(fixture.library->documents().text(first)).text);
    CHECK(text.substr(static_cast<std::size_t>(passages[0].offset), passages[0].text.size()) ==
          passages[0].text);
    passages = must(fixture.library->search().passages(both, question, 2));
    REQUIRE(passages.size() == 2);
    CHECK(passages[0].document != passages[1].document);
    passages = must(fixture.library->search().passages(
        std::span(&chinese, 1), "\u82B1\u56ED\u4EC0\u4E48\u65F6\u5019\u5F00\u95E8",
        5)); // 花园什么时候开门
    CHECK(passages.size() == 1);
    CHECK(must(fixture.library->search().passages({}, question, 5)).empty());
    CHECK(must(fixture.library->search().passages(both, "?!", 5)).empty());
}

TEST_CASE("a library of a version without an index is indexed when it is opened") {
    const TempFolder folder;
    write_file(folder.library(), "");
    const std::string text = paragraphs(20);
    {
        Connection connection = must(Connection::open(folder.library()));
        must(migrate(connection, library_migrations().first(3)));
        must(connection.run_script(
            "INSERT INTO conversation (title, created_at, updated_at) VALUES ('t', 1, 2); "
            "INSERT INTO message (conversation_id, role, state, model, created_at, token_ids, text)"
            " VALUES (1, 'user', 'complete', '', 1, x'', 'an older question');"));
        must(connection.run("INSERT INTO document (title, characters, added_at, text_hash, text) "
                            "VALUES ('d', 1, 2, x'00', ?1)",
                            text));
        must(connection.run("INSERT INTO document (title, characters, added_at, text_hash, text) "
                            "VALUES ('empty', 0, 2, x'01', '')"));
    }
    const auto library = must(open_library(folder.library()));
    CHECK(must(library->search().messages("older question", {})).size() == 1);
    CHECK(must(library->search().documents("number17", {})).size() == 1);
    const auto again = must(open_library(folder.library()));
    CHECK(must(again->search().documents("number17", {})).size() == 1);
}
