#include "ui/markdown/block_list.h"
#include "ui/markdown/markdown.h"
#include "ui/markdown/speakable.h"

#include <catch2/catch_test_macros.hpp>

#include <string_view>

using namespace sotto::ui;

namespace {

QString spoken(std::string_view markdown) {
    return speakable_text(parse_markdown(markdown, 1000));
}

} // namespace

TEST_CASE("marks are not spoken") {
    CHECK(spoken("**Yes**, but *only* `now`, ~~not~~ later.") == u"Yes, but only now, not later.");
    CHECK(spoken("one\ntwo\n\nthree") == u"one two\nthree");
}

TEST_CASE("a link and an image are spoken by their text") {
    CHECK(spoken("See [the **manual**](https://example.org/a?b=c) now.") == u"See the manual now.");
    CHECK(spoken("![A cat](https://example.org/cat.png)") == u"A cat");
    CHECK(spoken("<script>alert(1)</script>") == u"<script>alert(1)</script>");
}

TEST_CASE("entities are spoken as characters") {
    CHECK(spoken("a &amp; b &lt; c &#8364; &#x41; &unknownentity;") ==
          u"a & b < c € A &unknownentity;");
    CHECK(spoken("a&#0;b&#7;c") == u"abc");
}

TEST_CASE("headings, quotations and code are announced") {
    CHECK(spoken("## What to check") == u"Heading: What to check");
    CHECK(spoken("> said\n>\n> again\n\nafter") == u"Quote: said\nagain\nafter");
    CHECK(spoken("```cpp\nint a;\nint *b;\n```") ==
          u"Code block, cpp:\nint a;\nint *b;\nEnd of code.");
    CHECK(spoken("```\n**x**\n```") == u"Code block:\n**x**\nEnd of code.");
}

TEST_CASE("list items keep their numbers, and tasks say whether they are done") {
    CHECK(spoken("3. three\n4. four") == u"3. three\n4. four");
    CHECK(spoken("- one\n- two") == u"• one\n• two");
    CHECK(spoken("- [x] paid\n- [ ] sent") == u"Done: paid\nTo do: sent");
}

TEST_CASE("a table is spoken row by row, each cell after its heading") {
    CHECK(spoken("| Way | Safe |\n|---|---|\n| `a + b` | **no** |\n| midpoint | yes |") ==
          u"Table, 2 columns, 2 rows:\nWay: a + b; Safe: no.\nWay: midpoint; Safe: yes.");
    CHECK(spoken("| | b |\n|---|---|\n| 1 | 2 |") == u"Table, 2 columns, 1 rows:\n1; b: 2.");
}

TEST_CASE("a rule is not spoken") {
    CHECK(spoken("before\n\n---\n\nafter") == u"before\nafter");
}

TEST_CASE("a list that grew piece by piece is spoken as one that came whole") {
    constexpr std::string_view kText =
        "# A\n\nb **c** d\n\n- e\n- f\n\n| g |\n|---|\n| h |\n\n```\ni\n```";
    BlockList whole;
    whole.append(kText);
    BlockList grown;
    for (const char c : kText) {
        grown.append({&c, 1});
    }
    CHECK(grown.spoken() == whole.spoken());
    CHECK(whole.spoken() == spoken(kText));
}
