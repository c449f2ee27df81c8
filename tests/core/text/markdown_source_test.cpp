#include "core/text/markdown_source.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

using namespace sotto;

namespace {

/// With "|" where the parser is told that emphasis borders on a letter.
std::string prepared(std::string_view text) {
    std::string made = prepared_markdown(text);
    const std::string_view border = "\uFDD0";
    for (std::size_t at = made.find(border); at != std::string::npos; at = made.find(border, at)) {
        made.replace(at, border.size(), "|");
    }
    return made;
}

void stays(std::string_view text) {
    CHECK(prepared(text) == text);
}

} // namespace

TEST_CASE("every sign of a formula is escaped") {
    CHECK(prepared(R"(\(a_1*b\) x)") == R"(\\\(a\_1\*b\\\) x)");
    CHECK(prepared("\\[\na \\\\ b\n\\]") == "\\\\\\[\\\na \\\\\\\\ b\\\n\\\\\\]");
    CHECK(prepared("$$x^2$$ and $y_1$.") == R"(\$\$x\^2\$\$ and \$y\_1\$.)");
    CHECK(prepared("$$\n- a\n# b\n$$") == "\\$\\$\\\n\\- a\\\n\\# b\\\n\\$\\$");
    CHECK(prepared("> \\[\n> x_1\n> \\]") == "> \\\\\\[\\\n> x\\_1\\\n> \\\\\\]");
    CHECK(prepared("- $x_1$\n- $y_1$") == "- \\$x\\_1\\$\n- \\$y\\_1\\$");
    CHECK(prepared("| $x_1$ | *b* |") == R"(| \$x\_1\$ | *b* |)");
    CHECK(prepared("价格\\(x\\)") == "价格\\\\\\(x\\\\\\)");
}

TEST_CASE("money, escapes and code are no formulas") {
    stays("The price is $120, later $85.");
    stays("**$5** and **$6**");
    stays("from $5 a piece to 10$ in *May*");
    stays("US$5 and CA$7");
    stays(R"(a\[0\] and f\(x\))");
    stays(R"(\\(a_1\\))");
    stays("`$x_1$` and ``\\(a\\) ` b``");
    stays("```\n$x_1$ ~a\n```");
    stays("    $x_1$ ~a");
    stays("\\(a\n\nb\\)");
    stays("an open $x and \\(y");
    stays("| $5 | $6 |");
    stays("https://a.example/~b/$c_d$");
}

TEST_CASE("emphasis beside punctuation gets a border where the other side is a letter of CJK") {
    CHECK(prepared("**重要。**文") == "**重要。|**文");
    CHECK(prepared("文**「重要」**文") == "文**|「重要」|**文");
    CHECK(prepared("**중요!**는 *강조(둘)*가") == "**중요!|**는 *강조(둘)|*가");
    CHECK(prepared("~~削除。~~文") == "~~削除。|~~文");
    stays("**重要** 文");
    stays("。**重要**文。**重要**");
    stays("**bold.** text and **bold**text, 2 * 3 * 4");
    stays("`**重要。**文`");
    CHECK(without_borders(prepared_markdown("**重要。**文")) == "**重要。**文");
}

TEST_CASE("a single tilde is no mark") {
    CHECK(prepared("~5 ~10") == "\\~5 \\~10");
    stays("~~5~~ ~~~");
}

TEST_CASE("a fence around fences is longer than they are") {
    CHECK(prepared("```md\n```sh\na\n```\n```\nb") == "````md\n```sh\na\n```\n````\nb");
    CHECK(prepared("```md\n````sh\na\n````\n```") == "`````md\n````sh\na\n````\n`````");
    stays("```md\n```sh\na\n```\nb");
    stays("`````md\n```sh\na\n```\n`````\nb");
}

TEST_CASE("texts without formulas stay byte for byte") {
    stays("");
    stays("\n");
    stays("# a\r\n\r\n- b\r\n  - c\n\n> d\n\n1. e\n\n\tcode\n");
    stays("broken \xFF\xC3 bytes *\xE6*");
}
