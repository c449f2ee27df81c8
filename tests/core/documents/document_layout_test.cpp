#include "core/document_place.h"
#include "core/documents/document_layout.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace sotto;

namespace {

// "page:1", "section:Terms=Terms", "text", "+text" where a paragraph goes on
std::vector<std::string> outline(const DocumentLayout& layout) {
    std::vector<std::string> lines;
    for (const TextPassage& passage : layout.passages) {
        const std::string text(layout.text_of(passage));
        if (passage.kind == PassageKind::page) {
            lines.push_back("page:" + passage.label + text);
        } else if (passage.kind == PassageKind::section) {
            lines.push_back("section:" + passage.label + "=" + text);
        } else {
            lines.push_back((passage.is_continuation ? "+" : "") + text);
        }
    }
    return lines;
}

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("a document is cut at empty lines; lines of a paragraph stay together") {
    CHECK(outline(lay_out({"t", "\n\nOne\ntwo.\n \t\n\nThree.\n"})) ==
          Lines{"One\ntwo.", "Three."});
    CHECK(lay_out({"t", ""}).passages.empty());
    CHECK(lay_out({"t", " \n\n "}).passages.empty());
}

TEST_CASE("pages begin where their marks stand, also within a paragraph") {
    const DocumentLayout layout = lay_out({"t",
                                           "\u00C9t\u00E9 one. Two.\n\nThree.",
                                           {{DocumentMarkKind::page, 0, "i"},
                                            {DocumentMarkKind::page, 9, "ii"},
                                            {DocumentMarkKind::page, 15, ""}}});
    CHECK(outline(layout) == Lines{"page:i", "\u00C9t\u00E9 one.", "page:ii", "Two.", "Three."});
    CHECK(layout.passages[1].offset == 0);
    CHECK(layout.passages[1].length == 8);
    CHECK(layout.passages[3].offset == 9);
    CHECK(layout.passages[4].offset == 15);
}

TEST_CASE("a heading in the text is its section's; one that is not there is added") {
    const std::string text = "# Opening hours\n\nAt nine.\n\nKeys are blue.";
    const DocumentLayout layout = lay_out(
        {"t",
         text,
         {{DocumentMarkKind::section, 0, "Opening hours"},
          {DocumentMarkKind::section, static_cast<std::int64_t>(text.find("Keys")), "Archive"}}});
    CHECK(outline(layout) == Lines{"section:Opening hours=# Opening hours", "At nine.",
                                   "section:Archive=", "Keys are blue."});
}

TEST_CASE("marks at one place, within a heading and behind the end are harmless") {
    const DocumentLayout layout = lay_out({"t",
                                           "Title\nText.",
                                           {{DocumentMarkKind::page, 0, "1"},
                                            {DocumentMarkKind::section, 0, "Title"},
                                            {DocumentMarkKind::page, 2, "2"},
                                            {DocumentMarkKind::section, 900, "End"}}});
    CHECK(outline(layout) ==
          Lines{"page:1", "section:Title=Title", "page:2", "Text.", "section:End="});
}

TEST_CASE("a long paragraph goes on in further passages, and no character is lost") {
    std::string text;
    for (int i = 0; i < 2000; ++i) {
        text += "Word" + std::to_string(i) + ' ';
    }
    const DocumentLayout layout = lay_out({"t", text});
    REQUIRE(layout.passages.size() > 10);
    std::string together;
    for (std::size_t i = 0; i < layout.passages.size(); ++i) {
        const TextPassage& passage = layout.passages[i];
        CHECK(passage.is_continuation == (i > 0));
        CHECK(passage.end - passage.begin <= 1000);
        CHECK(passage.offset == static_cast<std::int64_t>(passage.begin));
        together += std::string(layout.text_of(passage)) + ' ';
    }
    CHECK(together == text);
}

TEST_CASE("the passage of a character is found") {
    const auto passages =
        lay_out({"t", "One.\n\nTwo.", {{DocumentMarkKind::page, 6, "2"}}}).passages;
    REQUIRE(passages.size() == 3);
    CHECK(passage_at(passages, 0) == 0);
    CHECK(passage_at(passages, 4) == 2); // the empty line: what follows
    CHECK(passage_at(passages, 6) == 2);
    CHECK(passage_at(passages, 10) == 3);
}

TEST_CASE("a place is the last page and section before it") {
    const std::vector<DocumentMark> marks{{DocumentMarkKind::section, 2, "Terms"},
                                          {DocumentMarkKind::page, 5, "2"}};
    CHECK(place_at(marks, 0) == DocumentPlace{});
    CHECK(place_at(marks, 4) == DocumentPlace{"", "Terms"});
    CHECK(place_at(marks, 5) == DocumentPlace{"2", "Terms"});
}
