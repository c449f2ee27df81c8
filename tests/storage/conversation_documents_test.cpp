#include "storage/library_database.h"
#include "storage/migrations.h"
#include "tests/storage/must.h"
#include "tests/storage/temp_folder.h"

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

TEST_CASE("a document attached again stays where it is, and its conversation was used") {
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

TEST_CASE("a detached document leaves one conversation only, and comes back at the end") {
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

TEST_CASE("what is not there cannot be attached, and nothing is made for it") {
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

TEST_CASE("removing a document or a conversation ends their relation and nothing else") {
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

TEST_CASE("a library from before this relation gains it and keeps its conversations") {
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
