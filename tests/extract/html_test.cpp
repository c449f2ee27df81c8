#include "app/extract/extract_text.h"
#include "app/extract/markup/markup.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

ExtractedText html(std::string_view bytes, std::string_view extension = "html") {
    auto extraction = extract_text(bytes, extension);
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

TEST_CASE("an HTML page gives its visible text") {
    const ExtractedText page =
        html("<!DOCTYPE html><html><head><title>The\n Title</title><style>p{color:red}</style>"
             "<script>var a = '<p>no</p>';</script></head><body><h1>One &amp; <i>only</i></h1>"
             "<p>First\n  line<br>second&nbsp;line.</p><!-- never --><ul><li>a<li>b</ul>"
             "<pre>  x\n    y</pre><table><tr><th>k<td>v<tr><td>1<td>2</table>"
             "<img src=x alt='A picture'></body></html>");
    CHECK(page.title == "The Title");
    CHECK(page.text == "One & only\n\nFirst line\nsecond line.\n\n- a\n- b\n\n  x\n    y\n\n"
                       "k\tv\n1\t2\n\nA picture");
    CHECK(page.marks == std::vector<DocumentMark>{{DocumentMarkKind::section, 0, "One & only"}});
}

TEST_CASE("CDATA sections in SVG and MathML do not end the page, wherever they are") {
    CHECK(html("<table><svg><desc><![CDATA[one]]>two</desc></svg><tr><td>cell</table>").text ==
          "cell");
    CHECK(html("<p>a<math><mtext><![CDATA[1 < 2 & 3]]> b</math>").text == "a1 < 2 & 3 b");
    CHECK(html("<p>a <math><mtext><![CDATA[without end").text == "a without end");
    CHECK(html("<p>a<![CDATA[ a comment ]]><math><mtext>b").text == "ab");
    CHECK(html("<p>a<svg></svg><script>f('<![CDATA[')</script>b</p><p>c ]]> d").text ==
          "ab\n\nc ]]> d");
    CHECK(html("<table><svg><desc><![CDA<![CDATA[]]>TA[:]]>g</desc></svg><tr><td>cell</table>")
              .text == "cell");
}

TEST_CASE("HTML is detected by its beginning and by its extension") {
    CHECK(html("\n<html><p>a</p>", "").text == "a");
    CHECK(html("<p>a &lt; b</p>", "htm").text == "a < b");
    CHECK(html("a < b", "txt").text == "a < b");
    CHECK(html("<?xml version='1.0'?><html><head><title/></head><body><p>a</p></body></html>", "")
              .text == "a");
}

TEST_CASE("the declared character set is used if the page is valid in it") {
    CHECK(html("<html><meta charset=windows-1251><p>\xCF\xF0\xE8\xE2\xE5\xF2").text == "Привет");
    CHECK(html("<html><meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'><p>"
               "\xB1")
              .text == "ą");
    CHECK(html("<html><meta charset=utf-8><p>caf\xE9").text == "café");
    CHECK(html("<html><meta charset=latin1><p>café").text == "café");
}

TEST_CASE("a page without words is empty, and endless nesting is refused") {
    CHECK(extract_text("<html><script>x</script>", "html").error().kind == RefusalKind::empty);
    std::string deep = "<html>";
    for (int i = 0; i < 100'000; ++i) {
        deep += "<div>";
    }
    CHECK(extract_text(deep, "html").error().kind == RefusalKind::forbidden);
    std::string old_style = "<html>";
    for (int i = 0; i < 100'000; ++i) {
        old_style += "<p>x";
    }
    CHECK(html(old_style).text.size() == 100'000 * 3 - 2);
}

TEST_CASE("a page whose tree would grow with the square of its size is refused") {
    std::string page = "<html><p>";
    for (int i = 0; i < 1000; ++i) {
        page += "<b a=" + std::to_string(i) + ">";
    }
    const std::string open = page;
    for (int i = 0; i < 3000; ++i) {
        page += "<p>x";
    }
    const auto refused = extract_text(page, "html");
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == RefusalKind::forbidden);
    CHECK(refused.error().sentence.contains("memory"));
    CHECK(html(open + "<p>x<p>y").text == "x\n\ny");
}

TEST_CASE("self-closing elements of XHTML get end tags, void elements of HTML do not") {
    CHECK(with_end_tags("<title/><br/><a id='x' />t<p>1 < 2 /> ") ==
          "<title></title><br/><a id='x' ></a>t<p>1 < 2 /> ");
    CHECK(with_end_tags("no tag <") == "no tag <");
    CHECK(with_end_tags("").empty());
}

} // namespace
} // namespace sotto::extract
