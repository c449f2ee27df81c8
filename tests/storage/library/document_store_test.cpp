#include "storage/library/library_database.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sotto;
using namespace sotto::storage;

namespace {

struct Fixture {
    TempFolder folder;
    UnixMilliseconds now = 1000;
    std::unique_ptr<Library> library = must(open_library(folder.library(), [this] { return now; }));
    DocumentStore& store() { return library->documents(); }
};

} // namespace

TEST_CASE("a document is read back as it was added") {
    Fixture fixture;
    const std::string text("caf\xC3\xA9 \xF0\x9F\x98\x80 nul \0 broken \xFF", 24);
    const DocumentId id = must(fixture.store().add({.title = "notes\n.txt", .text = text}));
    const DocumentText saved = must(fixture.store().text(id));
    CHECK(saved.title == "notes .txt");
    CHECK(saved.text == text);
    const auto list = must(fixture.store().list());
    REQUIRE(list.size() == 1);
    CHECK(list[0].id == id);
    CHECK(list[0].title == "notes .txt");
    CHECK(list[0].added_at == 1000);
}

TEST_CASE("recognized text stays distinct from written text") {
    Fixture fixture;
    const DocumentId read = must(fixture.store().add({.title = "a", .text = "written"}));
    const DocumentId seen = must(fixture.store().add(
        {.title = "b", .text = "recognized", .origin = TextOrigin::recognized}));
    CHECK(must(fixture.store().text(read)).origin == TextOrigin::written);
    CHECK(must(fixture.store().text(seen)).origin == TextOrigin::recognized);
    const auto list = must(fixture.store().list());
    REQUIRE(list.size() == 2);
    CHECK(list[0].origin == TextOrigin::recognized);
    CHECK(list[1].origin == TextOrigin::written);
}

TEST_CASE("the notes of a document are those of the last file with its text") {
    Fixture fixture;
    const std::vector<std::string> notes{"Hidden text was left out.", "Two\nlines."};
    const std::vector<std::string> saved{"Hidden text was left out.", "Two lines."};
    const auto add = [&](std::vector<std::string> sentences) {
        return must(
            fixture.store().add({.title = "a", .text = "text", .notes = std::move(sentences)}));
    };
    const DocumentId id = add(notes);
    CHECK(must(fixture.store().text(id)).notes == saved);
    CHECK(must(fixture.store().list()).at(0).notes == saved);
    fixture.library.reset();
    fixture.library = must(open_library(fixture.folder.library(), [] { return 1; }));
    CHECK(must(fixture.store().text(id)).notes == saved);
    CHECK(add({"Another."}) == id);
    CHECK(must(fixture.store().list()).at(0).notes == std::vector<std::string>{"Another."});
    CHECK(add({}) == id);
    CHECK(must(fixture.store().text(id)).notes.empty());
}

TEST_CASE("the length of a document is counted in characters") {
    Fixture fixture;
    must(fixture.store().add({.title = "a", .text = "a\u00E9\u20AC\U0001F600"}));
    must(fixture.store().add({.title = "empty", .text = ""}));
    const auto list = must(fixture.store().list());
    REQUIRE(list.size() == 2);
    CHECK(list[0].characters == 0);
    CHECK(list[1].characters == 4);
}

TEST_CASE("the same text again is the same document") {
    Fixture fixture;
    const DocumentId first = must(fixture.store().add({.title = "first", .text = "text"}));
    const DocumentId other = must(fixture.store().add({.title = "first", .text = "text "}));
    fixture.now = 2000;
    CHECK(must(fixture.store().add({.title = "second", .text = "text"})) == first);
    CHECK(other != first);
    CHECK(must(fixture.store().text(first)).title == "first");
    CHECK(must(fixture.store().list()).size() == 2);
}

TEST_CASE("texts that differ only after a NUL byte are two documents") {
    Fixture fixture;
    const DocumentId a =
        must(fixture.store().add({.title = "t", .text = std::string("same\0a", 6)}));
    const DocumentId b =
        must(fixture.store().add({.title = "t", .text = std::string("same\0b", 6)}));
    CHECK(a != b);
}

TEST_CASE("the marks of a document are saved, and removed with it") {
    Fixture fixture;
    const std::vector<DocumentMark> marks{{DocumentMarkKind::page, 0, "1"},
                                          {DocumentMarkKind::section, 0, "Caf\u00E9"},
                                          {DocumentMarkKind::page, 4, "2"}};
    const DocumentId id = must(fixture.store().add({"t", "text and more", marks}));
    const DocumentId other = must(fixture.store().add({"t", "without marks"}));
    CHECK(must(fixture.store().text(id)).marks == marks);
    CHECK(must(fixture.store().text(other)).marks.empty());
    must(fixture.store().remove(id));
    const DocumentId again = must(fixture.store().add({"t", "text and more"}));
    CHECK(must(fixture.store().text(again)).marks.empty());
}

TEST_CASE("the most recently added documents are listed first") {
    Fixture fixture;
    const DocumentId a = must(fixture.store().add({.title = "a", .text = "a"}));
    const DocumentId b = must(fixture.store().add({.title = "b", .text = "b"}));
    fixture.now = 500; // the clock was set back
    const DocumentId c = must(fixture.store().add({.title = "c", .text = "c"}));
    const auto list = must(fixture.store().list());
    REQUIRE(list.size() == 3);
    CHECK(list[0].id == b);
    CHECK(list[1].id == a);
    CHECK(list[2].id == c);
}

TEST_CASE("a removed document is gone from the files and is not found") {
    Fixture fixture;
    const std::string canary = "canary-98d2a6b1f4";
    const DocumentId id = must(fixture.store().add({.title = "t", .text = canary + " text"}));
    must(fixture.store().remove(id));
    CHECK(must(fixture.store().list()).empty());
    CHECK(fixture.store().text(id).error().code == ErrorCode::not_found);
    CHECK(fixture.store().remove(id).error().code == ErrorCode::not_found);
    for (const auto& entry : std::filesystem::directory_iterator(fixture.folder.path())) {
        CHECK_FALSE(read_file(entry.path()).contains(canary));
    }
    CHECK(must(fixture.store().add({.title = "t", .text = canary + " text"})) > id);
}

TEST_CASE("a document of several megabytes is read back whole") {
    Fixture fixture;
    std::string text;
    for (int i = 0; text.size() < (4U << 20); ++i) {
        text += std::to_string(i) + ' ';
    }
    const DocumentId id = must(fixture.store().add({.title = "big", .text = text}));
    CHECK(must(fixture.store().text(id)).text == text);
}
