#include "ui/bridge/text.h"
#include "ui/bridge/word_buffer.h"
#include "ui/markdown/block_list.h"
#include "ui/markdown/finished_length.h"
#include "ui/markdown/markdown.h"

#include <catch2/catch_test_macros.hpp>

#include <QStringList>
#include <QTextDocument>
#include <string>

using namespace sotto::ui;
using Kind = MarkdownBlock::Kind;

namespace {

std::vector<MarkdownBlock> parse(std::string_view text) {
    return parse_markdown(text, 1000);
}

/// All text a block list shows, to compare two ways of filling it.
QStringList shown(const BlockList& list) {
    QStringList all;
    for (int row = 0; row < list.rowCount(); ++row) {
        const QModelIndex index = list.index(row);
        all << QString::number(index.data(BlockList::KindRole).toInt()) + u'|' +
                   index.data(BlockList::MarkerRole).toString() + u'|' +
                   index.data(BlockList::TextRole).toString() + u'|' +
                   index.data(BlockList::CellsRole).toStringList().join(u';');
    }
    return all;
}

constexpr std::string_view kEverything = "# Title\n\nSome *words* and **more** of `them`.\n\n"
                                         "- one\n- two\n  - deep\n\n3. three\n4. four\n\n"
                                         "```cpp\nint a;\n\nint b;\n```\n\n> said\n> again\n\n"
                                         "| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\nThe end";

} // namespace

TEST_CASE("paragraphs keep emphasis, code and links as rich text") {
    const auto blocks = parse("A *b* **c** ~~d~~ `e<f>` [g](https://h.example/?i=1&j=2)");
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].text == u"A <i>b</i> <b>c</b> <s>d</s> <code>e&lt;f&gt;</code> "
                            u"<a href=\"https://h.example/?i=1&amp;j=2\">g</a>");
}

TEST_CASE("headings carry their level and code its language") {
    const auto blocks = parse("### Three\n```python\nprint('<b>')\n```");
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].kind == Kind::heading);
    CHECK(blocks[0].level == 3);
    CHECK(blocks[1].kind == Kind::code);
    CHECK(blocks[1].language == u"python");
    CHECK(blocks[1].text == u"print('<b>')");
}

TEST_CASE("lists are flattened with markers and depth") {
    const auto blocks = parse("- a\n- b\n  1. c\n  2. d\n- [x] e");
    REQUIRE(blocks.size() == 5);
    CHECK(blocks[0].marker == u"•");
    CHECK(blocks[2].marker == u"1.");
    CHECK(blocks[3].marker == u"2.");
    CHECK(blocks[3].indent == 2);
    CHECK(blocks[4].marker == u"☑");
    CHECK(blocks[4].indent == 1);
    CHECK(blocks[4].is_tight);
}

TEST_CASE("an item's second paragraph has no marker of its own") {
    const auto blocks = parse("- a\n\n  more\n- b");
    REQUIRE(blocks.size() == 3);
    CHECK(blocks[1].marker.isEmpty());
    CHECK(blocks[1].indent == 1);
    CHECK(blocks[2].marker == u"•");
}

TEST_CASE("an empty list item is still drawn") {
    const auto blocks = parse("- \n- b");
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].marker == u"•");
    CHECK(blocks[0].text.isEmpty());
}

TEST_CASE("tables become cells row by row") {
    const auto blocks = parse("| a | **b** |\n|---|---|\n| 1 | <i> |");
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].kind == Kind::table);
    CHECK(blocks[0].columns == 2);
    CHECK(blocks[0].cells == QStringList{"a", "<b>b</b>", "1", "&lt;i&gt;"});
}

TEST_CASE("quotations carry their depth") {
    const auto blocks = parse("> one\n> > two\n\nout");
    REQUIRE(blocks.size() == 3);
    CHECK(blocks[0].quote == 1);
    CHECK(blocks[1].quote == 2);
    CHECK(blocks[2].quote == 0);
}

TEST_CASE("HTML is shown as text and can load nothing") {
    for (const std::string_view hostile :
         {"<img src=http://e.example/a.png>", "<script>alert(1)</script>",
          "a <b style='background:url(http://e.example)'>b</b>", "<div><img src=x></div>\n\ntext",
          "![<img src=x>](http://e.example/a.png)", "&lt;img src=x&gt;", "&#60;img src=x&#62;",
          "`<img src=x>`", "<!-- --><img src=x>", "[a](http://e.example/\"><img src=x>)",
          "[a](<http://e.example/\"><img src=x>>)", "| <img src=x> |\n|---|\n| <img src=y> |"}) {
        for (const MarkdownBlock& block : parse(hostile)) {
            INFO(hostile);
            QTextDocument document;
            document.setHtml(block.text + block.cells.join(u' '));
            // Every piece of the document: an image would be an object replacement character.
            CHECK_FALSE(document.toPlainText().contains(QChar::ObjectReplacementCharacter));
            CHECK_FALSE(block.text.contains(u"<img"));
            CHECK_FALSE(block.text.contains(u"<script"));
        }
    }
}

TEST_CASE("an image is a link to it, never a picture") {
    const auto blocks = parse("![a cat](https://e.example/cat.png)");
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].text == u"<a href=\"https://e.example/cat.png\">a cat</a>");
}

TEST_CASE("only web and mail links stay links") {
    for (const std::string_view target :
         {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//e.example", "ftp://e",
          "vbscript:x", "qrc:/x", "JAVASCRIPT:x", "relative/path"}) {
        INFO(target);
        const auto blocks = parse("[word](" + std::string(target) + ")");
        REQUIRE(blocks.size() == 1);
        CHECK(blocks[0].text == u"word");
        CHECK_FALSE(is_safe_link(to_qstring(target)));
    }
    CHECK(is_safe_link("https://e.example/a"));
    CHECK(is_safe_link("HTTP://e.example/a"));
    CHECK(is_safe_link("mailto:a@e.example"));
}

TEST_CASE("right-to-left paragraphs are recognized by their text") {
    const auto blocks = parse("**مرحبا** بالعالم\n\nhello\n\nשלום `code`");
    REQUIRE(blocks.size() == 3);
    CHECK(blocks[0].is_right_to_left);
    CHECK_FALSE(blocks[1].is_right_to_left);
    CHECK(blocks[2].is_right_to_left);
}

TEST_CASE("the number of blocks is bounded") {
    std::string many;
    for (int i = 0; i < 5000; ++i) {
        many += "- a\n";
    }
    CHECK(parse_markdown(many, 100).size() <= 101);
    CHECK(parse_markdown(many, 0).empty());
}

TEST_CASE("finished_length ends where later text can change nothing") {
    CHECK(finished_length("one\n\ntwo") == 5);
    CHECK(finished_length("one\ntwo") == 0);
    CHECK(finished_length("one\n\n") == 0);
    CHECK(finished_length("```\na\n\nb") == 0);
    CHECK(finished_length("```\na\n\nb\n```\n\nc") == 14);
    CHECK(finished_length("- a\n\n- b") == 0);
    CHECK(finished_length("- a\n\n1") == 0);
    CHECK(finished_length("1. a\n\n2. b\n\nc") == 12);
    CHECK(finished_length("- a\n\n  more\n\nc") == 13);
    CHECK(finished_length("- a\n\n**bold**") == 5);
}

TEST_CASE("streamed text gives the same blocks as the whole text") {
    BlockList whole;
    whole.append(kEverything);
    for (const std::size_t size : {1U, 2U, 3U, 7U, 20U}) {
        BlockList pieces;
        for (std::size_t at = 0; at < kEverything.size(); at += size) {
            pieces.append(kEverything.substr(at, size));
        }
        INFO(size);
        CHECK(shown(pieces) == shown(whole));
    }
    CHECK(whole.rowCount() == 12);
}

TEST_CASE("growing text never touches finished blocks") {
    BlockList list;
    list.append("one\n\ntwo\n\nthr");
    int lowest = 1000;
    QObject::connect(&list, &BlockList::dataChanged,
                     [&](const QModelIndex& first) { lowest = std::min(lowest, first.row()); });
    list.append("ee");
    CHECK(lowest == 2);
    CHECK(list.rowCount() == 3);
}

TEST_CASE("a megabyte in one line is cut, at a whole character") {
    std::string line;
    while (line.size() < 1'000'000) {
        line += "ä€😀";
    }
    BlockList list;
    list.append(line);
    CHECK(list.is_cut());
    CHECK(list.rowCount() >= 1);
    for (int row = 0; row < list.rowCount(); ++row) {
        CHECK_FALSE(list.index(row)
                        .data(BlockList::TextRole)
                        .toString()
                        .contains(QChar::ReplacementCharacter));
    }
}

TEST_CASE("deep nesting is drawn at a bounded depth") {
    const auto blocks = parse(std::string(2000, '>') + " deep");
    REQUIRE_FALSE(blocks.empty());
    CHECK(blocks.back().quote <= 6);
}

TEST_CASE("streamed text is passed on by whole words") {
    WordBuffer words;
    CHECK(words.push("Hel").empty());
    CHECK(words.push("lo wor") == "Hello ");
    CHECK(words.push("ld\n") == "world\n");
    CHECK(words.push("las").empty());
    CHECK(words.push("t").empty());
    CHECK(words.take_rest() == "last");
    CHECK(words.take_rest().empty());
}

TEST_CASE("a script without spaces is passed on at once") {
    WordBuffer words;
    CHECK(words.push("你好") == "你好");
    CHECK(words.push(std::string(60, 'x')) == std::string(60, 'x'));
}

TEST_CASE("an internal error does not show a library's own words") {
    const sotto::Error internal{sotto::ErrorCode::internal, "std::bad_function_call"};
    CHECK_FALSE(error_message(internal).contains("bad_function"));
    CHECK(error_detail(internal).isEmpty());
    const sotto::Error too_long{sotto::ErrorCode::context_too_long, "5,000 of 4,096 tokens"};
    CHECK(error_detail(too_long) == u"5,000 of 4,096 tokens");
    CHECK(error_message(too_long) != error_message(internal));
}

TEST_CASE("formulas are shown as they were written, and emphasis in all scripts") {
    CHECK(parse("Let \\(k_1 * m_2 * n_3\\) be.")[0].text == u"Let \\(k_1 * m_2 * n_3\\) be.");
    CHECK(parse("\\[\n5 & 6 \\\\\n\\]")[0].text == u"\\[<br/>5 &amp; 6 \\\\<br/>\\]");
    CHECK(parse("$120, later $85")[0].text == u"$120, later $85");
    CHECK(parse("**重要。**文")[0].text == u"<b>重要。</b>文");
    CHECK(parse("**重要。**文")[0].plain == u"重要。文");
    CHECK(parse("~5 ~10")[0].text == u"~5 ~10");
    CHECK(parse("`$a_1$`")[0].text == u"<code>$a_1$</code>");
}

TEST_CASE("a block of Markdown that streams in holds its fences") {
    constexpr std::string_view kNested =
        "Here:\n\n```md\n# a\n\n```sh\nb\n```\n\nc\n```\n\nThe end";
    BlockList whole;
    whole.append(kNested);
    REQUIRE(whole.rowCount() == 3);
    CHECK(whole.index(1).data(BlockList::TextRole).toString() == u"# a\n\n```sh\nb\n```\n\nc");
    BlockList pieces;
    for (std::size_t at = 0; at < kNested.size(); ++at) {
        pieces.append(kNested.substr(at, 1));
    }
    CHECK(shown(pieces) == shown(whole));
}
