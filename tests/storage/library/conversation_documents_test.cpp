#include "storage/library/library_database.h"
#include "storage/sqlite/migrations.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

using namespace sotto;
using namespace sotto::storage;

namespace {

struct Fixture {
    TempFolder folder;
    UnixMilliseconds now = 1000;
    std::unique_ptr<Library> library = open();
    std::unique_ptr<Library> open() {
        return must(open_library(folder.library(), [this] { return now; }));
    }
    void reopen() {
        library.reset();
        library = open();
    }
    ConversationStore& conversations() { return library->conversations(); }
    DocumentId add(const std::string& text, std::vector<DocumentMark> marks = {}) {
        return must(library->documents().add({text, text, std::move(marks)}));
    }
    std::vector<std::string> titles(ConversationId id) {
        std::vector<std::string> all;
        for (const DocumentSummary& document : must(conversations().documents(id))) {
            all.push_back(document.title);
        }
        return all;
    }
};

} // namespace

TEST_CASE("a conversation keeps its documents in the order in which they were attached") {
    Fixture fixture;
    const DocumentId a = fixture.add("a");
    const DocumentId b = fixture.add("b");
    const DocumentId c = fixture.add("c");
    const ConversationId id = must(fixture.conversations().attach({}, " The\nlease ", c));
    CHECK(must(fixture.conversations().attach(id, "another title", a)) == id);
    must(fixture.conversations().attach(id, "", b));
    fixture.reopen();
    CHECK(fixture.titles(id) == std::vector<std::string>{"c", "a", "b"});
    const auto summary = must(fixture.conversations().find(id));
    CHECK(summary.title == "The lease");
    CHECK(summary.message_count == 0);
    CHECK(must(fixture.conversations().messages(id)).empty());
}

TEST_CASE("attaching a document again keeps its place and counts as a use of the conversation") {
    Fixture fixture;
    const DocumentId a = fixture.add("a");
    const DocumentId b = fixture.add("b");
    const ConversationId id = must(fixture.conversations().attach({}, "t", a));
    must(fixture.conversations().attach(id, "t", b));
    fixture.now = 2000;
    must(fixture.conversations().attach(id, "t", a));
    CHECK(fixture.titles(id) == std::vector<std::string>{"a", "b"});
    CHECK(must(fixture.conversations().find(id)).updated_at == 2000);
}

TEST_CASE("a document joins after the messages so far, even if it was stored long before") {
    Fixture fixture;
    const DocumentId a = fixture.add("a");
    const DocumentId b = fixture.add("b");
    const ConversationId id = must(fixture.conversations().attach({}, "t", a));
    must(fixture.conversations().begin_turn({}, "another", "question", "m")); // has no influence
    const TurnStart first = must(fixture.conversations().begin_turn(id, "", "question", "m"));
    fixture.now = 1; // a clock that is set back changes nothing
    must(fixture.conversations().attach(id, "", b));
    const TurnStart second = must(fixture.conversations().begin_turn(id, "", "question", "m"));
    fixture.reopen();
    const auto documents = must(fixture.conversations().documents(id));
    REQUIRE(documents.size() == 2);
    CHECK_FALSE(documents[0].joined_after.is_valid());
    CHECK(documents[1].joined_after == first.assistant);
    CHECK(documents[1].joined_after < second.user);
    CHECK_FALSE(must(fixture.library->documents().list()).at(0).joined_after.is_valid());
}

TEST_CASE("only detaching and attaching again changes when a document joined") {
    Fixture fixture;
    const DocumentId a = fixture.add("a");
    const ConversationId id = must(fixture.conversations().attach({}, "t", a));
    const TurnStart turn = must(fixture.conversations().begin_turn(id, "", "question", "m"));
    must(fixture.conversations().attach(id, "", a));
    CHECK_FALSE(must(fixture.conversations().documents(id)).at(0).joined_after.is_valid());
    must(fixture.conversations().detach(id, a));
    must(fixture.conversations().attach(id, "", a));
    CHECK(must(fixture.conversations().documents(id)).at(0).joined_after == turn.assistant);
}

TEST_CASE("a document is detached from one conversation only, and comes back at the end") {
    Fixture fixture;
    const DocumentId a = fixture.add("a");
    const DocumentId b = fixture.add("b");
    const ConversationId one = must(fixture.conversations().attach({}, "one", a));
    const ConversationId two = must(fixture.conversations().attach({}, "two", a));
    must(fixture.conversations().attach(one, "", b));
    must(fixture.conversations().detach(one, a));
    CHECK(fixture.titles(one) == std::vector<std::string>{"b"});
    CHECK(fixture.titles(two) == std::vector<std::string>{"a"});
    CHECK(must(fixture.library->documents().text(a)).text == "a");
    CHECK(fixture.conversations().detach(one, a).error().code == ErrorCode::not_found);
    must(fixture.conversations().attach(one, "", a));
    CHECK(fixture.titles(one) == std::vector<std::string>{"b", "a"});
}

TEST_CASE("attaching a missing document fails and creates no conversation") {
    Fixture fixture;
    const DocumentId a = fixture.add("a");
    CHECK(fixture.conversations().attach({}, "t", DocumentId{99}).error().code ==
          ErrorCode::not_found);
    CHECK(must(fixture.conversations().list()).empty());
    CHECK(fixture.conversations().attach(ConversationId{99}, "t", a).error().code ==
          ErrorCode::not_found);
    CHECK(fixture.conversations().documents(ConversationId{99}).error().code ==
          ErrorCode::not_found);
}

TEST_CASE("removing a document or a conversation keeps the other") {
    Fixture fixture;
    const DocumentId a = fixture.add("a");
    const DocumentId b = fixture.add("b");
    const ConversationId one = must(fixture.conversations().attach({}, "one", a));
    const ConversationId two = must(fixture.conversations().attach({}, "two", a));
    must(fixture.conversations().attach(two, "", b));
    must(fixture.conversations().remove(one));
    CHECK(must(fixture.library->documents().list()).size() == 2);
    must(fixture.library->documents().remove(a));
    CHECK(fixture.titles(two) == std::vector<std::string>{"b"});
}

TEST_CASE("a summary counts pages, not sections") {
    Fixture fixture;
    const DocumentId a = fixture.add("a", {{DocumentMarkKind::page, 0, "1"},
                                           {DocumentMarkKind::section, 0, "One"},
                                           {DocumentMarkKind::page, 1, "2"}});
    const ConversationId id = must(fixture.conversations().attach({}, "t", a));
    CHECK(must(fixture.conversations().documents(id)).at(0).pages == 2);
    CHECK(must(fixture.library->documents().list()).at(0).pages == 2);
}

TEST_CASE("for attachments of older versions, the time of storing tells when they joined") {
    const auto all = library_migrations();
    Connection connection = must(Connection::open_in_memory());
    must(migrate(connection, all.first(8)));
    must(connection.run_script(
        "INSERT INTO conversation (title, created_at, updated_at) VALUES ('a', 10, 40), "
        "('b', 10, 10);"
        "INSERT INTO message (conversation_id, role, state, model, created_at, token_ids, text) "
        "VALUES (1, 'user', 'complete', '', 20, x'', 'q'), "
        "(1, 'assistant', 'complete', 'm', 20, x'', 'a'), "
        "(1, 'user', 'complete', '', 40, x'', 'q'), "
        "(1, 'assistant', 'complete', 'm', 40, x'', 'a');"
        "INSERT INTO document (title, characters, added_at, text_hash, text) "
        "VALUES ('old', 1, 5, x'00', 't'), ('later', 1, 30, x'01', 'u'), ('now', 1, 40, x'02', "
        "'v'), "
        "('last', 1, 50, x'03', 'w');"
        "INSERT INTO conversation_document (conversation_id, document_id, number) "
        "VALUES (1, 1, 0), (1, 2, 1), (1, 3, 2), (1, 4, 3), (2, 4, 0);"));
    must(migrate(connection, all));
    std::vector<std::int64_t> joined_after;
    auto rows = must(connection.query(
        "SELECT joined_after FROM conversation_document ORDER BY conversation_id, number"));
    must(rows.for_each([&](const Statement& row) {
        joined_after.push_back(row.integer(0));
        return Status();
    }));
    CHECK(joined_after == std::vector<std::int64_t>{0, 2, 2, 4, 0});
}

TEST_CASE("a library from before attachments is migrated and keeps its conversations") {
    const auto all = library_migrations();
    Connection connection = must(Connection::open_in_memory());
    must(migrate(connection, all.first(3)));
    must(connection.run("INSERT INTO conversation (title, created_at, updated_at) "
                        "VALUES ('kept', 1, 2)"));
    must(connection.run("INSERT INTO document (title, characters, added_at, text_hash, text) "
                        "VALUES ('kept', 1, 2, x'00', 't')"));
    must(migrate(connection, all));
    must(connection.run("INSERT INTO conversation_document "
                        "(conversation_id, document_id, number) VALUES (1, 1, 0)"));
    CHECK(must(connection.read_integer("SELECT count(*) FROM conversation_document")) == 1);
}
