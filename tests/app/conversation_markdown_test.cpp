#include "app/export/conversation_file.h"
#include "app/export/markdown_html.h"
#include "app/export/markdown_message.h"
#include "app/export/markdown_structure.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace sotto;
using namespace sotto::app;

namespace {

Message message(Role role, std::string text, MessageState state = MessageState::complete) {
    Message made;
    made.role = role;
    made.text = std::move(text);
    made.state = state;
    return made;
}

std::string html(std::string_view markdown) {
    return markdown_html(markdown);
}

} // namespace

TEST_CASE("a message that leaves something open does not change what follows") {
    for (const std::string_view text : {"```sh\nseq 5",
                                        "~~~~\nopen",
                                        "- a\n  ```\n  b",
                                        "- a\n  ```\nb",
                                        "> ```\n> a",
                                        "1. x\n\n   ~~~\n   y",
                                        "```\n<!--",
                                        "<!-- open",
                                        "<div>\n\n<script>",
                                        "<![CDATA[ x",
                                        "<?php",
                                        "# a\n## b",
                                        "a\n===",
                                        "a\nb\n---",
                                        "- # a",
                                        "> b\n> ---",
                                        "\t```\n\tcode",
                                        "```markdown\n```sh\na\n```",
                                        "a\r## You\r\rb",
                                        "",
                                        "\n\n",
                                        "[a]: /b",
                                        "`open",
                                        "***",
                                        "| a |\n|---|\n| b",
                                        "    indented",
                                        "* * *",
                                        "$$\nx"}) {
        CAPTURE(text);
        const std::string shown = markdown_message(text);
        CHECK(can_be_followed(shown));
        CHECK(can_be_followed("x\n\n" + shown));
    }
}

TEST_CASE("all of a message is shown") {
    CHECK(markdown_message("A <b>c</b> <!-- d -->") == "A \\<b>c\\</b> \\<!-- d -->");
    CHECK(markdown_message("`<b>` <https://a.example> a<b") == "`<b>` <https://a.example> a<b");
    CHECK(markdown_message("\\<b> is escaped>") == "\\<b> is escaped>");
    CHECK(markdown_message("[a]: https://b.example\n[^1]: c") ==
          "\\[a]: https://b.example\n\\[^1]: c");
    CHECK(markdown_message("[a](b): c") == "[a](b): c");
    CHECK(markdown_message("```\n[a]: b\n<i>\n# c\n```") == "```\n[a]: b\n<i>\n# c\n```");
}

TEST_CASE("headings of a message are below those of the speakers") {
    CHECK(markdown_message("# a\n\n## b ##\n\n###### c") == "### a\n\n#### b ##\n\n###### c");
    CHECK(markdown_message("a\n=\n\nb\n--") == "### a\n\n\n#### b");
    CHECK(markdown_message("a\nb\n---") == "a\nb\n\\---");
    CHECK(markdown_message("#tag and \\# b") == "#tag and \\# b");
    CHECK(markdown_message("- # a") == "- ### a");
}

TEST_CASE("an exported conversation has one heading for each message") {
    Conversation conversation;
    conversation.summary.title = "On *C#*";
    conversation.messages = {message(Role::user, "Count."),
                             message(Role::assistant, "```sh\nseq 5", MessageState::interrupted),
                             message(Role::user, "## Sotto\n\nme"),
                             message(Role::assistant, "<!--\n\n## You\n\nno")};
    const std::string text = conversation_markdown(conversation);
    CHECK(text.starts_with("# On \\*C#\\*\n\n## You\n\nCount.\n\n## Sotto (interrupted)\n\n"));
    CHECK(text.contains("seq 5\n```\n\n## You\n\n#### Sotto\n\nme\n\n## Sotto\n\n\\<!--"));
    CHECK(text.contains("\n#### You\n"));
    CHECK(markdown_title("C#") == "C\\#");
    CHECK(markdown_title("a\nb") == "a b");
}

TEST_CASE("a page shows formulas as they were written, and emphasis in all scripts") {
    CHECK(html("Let \\(k_1 * m_2 * n_3\\) be.") == "<p>Let \\(k_1 * m_2 * n_3\\) be.</p>\n");
    CHECK(html("\\[\n5 & 6 \\\\\n\\]") == "<p>\\[<br>\n5 &amp; 6 \\\\<br>\n\\]</p>\n");
    CHECK(html("$$x \\\\ y$$") == "<p>$$x \\\\ y$$</p>\n");
    CHECK(html("$120, later $85, *a* $b$") == "<p>$120, later $85, <em>a</em> $b$</p>\n");
    CHECK(html("**重要。**文") == "<p><strong>重要。</strong>文</p>\n");
    CHECK(html("文**「重要」**文") == "<p>文<strong>「重要」</strong>文</p>\n");
    CHECK(html("~5 ~10") == "<p>~5 ~10</p>\n");
    CHECK(html("| a |\n|---|\n| $x_1*y*$ |").contains("<td>$x_1*y*$</td>"));
    CHECK(html("```md\n```sh\na\n```\n```") == "<pre><code>```sh\na\n```\n</code></pre>\n");
    CHECK(html("`\\(a\\)`") == "<p><code>\\(a\\)</code></p>\n");
}

TEST_CASE("a title has neither line feeds nor controls of direction") {
    const auto parsed = parse_conversation(
        R"({"title": "a\nb\u202Ec", "created": "2026-11-30T12:00:00Z",
            "updated": "2026-11-30T12:00:00Z", "messages": []})");
    REQUIRE(parsed.has_value());
    CHECK(parsed->summary.title == "a bc");
}
