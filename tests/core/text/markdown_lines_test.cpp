#include "core/text/markdown_lines.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

using namespace sotto;

namespace {

/// One letter for each line: t(ext), b(lank), ( and ) fences, c(ode), i(ndented code).
std::string kinds(std::string_view text, HalfNested half_nested = HalfNested::ends_early) {
    std::string letters;
    for (const MarkdownLine& line : markdown_lines(text, half_nested)) {
        letters += "bt(c)i"[static_cast<int>(line.kind)];
    }
    return letters;
}

} // namespace

TEST_CASE("fences open and close code as in CommonMark") {
    CHECK(kinds("a\n\n```sh\nb\n\n```\nc") == "tb(cc)t");
    CHECK(kinds("````\n```\n````") == "(c)");
    CHECK(kinds("~~~\n```\n~~~~  \nx") == "(c)t");
    CHECK(kinds("``` a`b\nx") == "tt");
    CHECK(kinds("```\nopen\n") == "(c");
    CHECK(kinds("    ```\nx") == "it");
    CHECK(kinds("a\n    ```\nx").substr(0, 1) == "t");
    CHECK(kinds("").empty());
}

TEST_CASE("code within an item or a quotation ends with it") {
    CHECK(kinds("- a\n  ```\n  b\nc") == "t(ct");
    CHECK(kinds("> ```\n> b\nc") == "(ct");
    CHECK(kinds("- a\n\n      code\n\n  more") == "tbibt");
    CHECK(kinds("1. a\n   ```\n   b\n   ```\n   c") == "t(c)t");
    CHECK(kinds("* * *\n    code") == "ti");
}

TEST_CASE("a block of Markdown holds the fences that come in pairs") {
    const std::string_view whole = "```markdown\na\n```sh\nb\n```\nc\n```\nd";
    CHECK(kinds(whole) == "(ccccc)t");
    CHECK(markdown_lines(whole)[0].inner_fence == 3);
    const std::string_view half = "```markdown\na\n```sh\nb\n```\nc";
    CHECK(kinds(half) == "(ccc)t");
    CHECK(kinds(half, HalfNested::stays_open) == "(ccccc");
    CHECK(kinds("```sh\na\n```sh\nb\n```\nc\n```\nd") == "(ccc)t(c");
}

TEST_CASE("lines know where their content begins") {
    const auto lines = markdown_lines("> - a\n>   b\n10) c");
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].content == 4);
    CHECK(lines[0].quotes == 1);
    CHECK(lines[0].begins_item);
    CHECK_FALSE(lines[1].begins_item);
    CHECK(lines[2].content == lines[2].begin + 4);
    CHECK(lines[2].quotes == 0);
}
