#include "app/extract/extract_text.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

namespace sotto::extract {
namespace {

ExtractedText page(std::string_view body) {
    auto extraction = extract_text("<!DOCTYPE html><html><body>" + std::string(body), "html");
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

std::string text_of(std::string_view body) {
    return page(body).text;
}

TEST_CASE("HTML: readings stand in brackets behind their words") {
    CHECK(text_of("<p>明日、<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>へ行く。") ==
          "明日、東京(とうきょう)へ行く。");
    CHECK(text_of("<p><ruby>\n 東<rt>とう</rt>\n 京<rt>きょう</rt>\n</ruby>へ") ==
          "東京(とうきょう)へ");
    CHECK(text_of("<p><ruby><rb>今<rb>日<rt>きょ<rt>う</ruby>は") == "今日(きょう)は");
    CHECK(text_of("<p><ruby>語<rt>（ご）</rt></ruby>") == "語(ご)");
    CHECK(text_of("<p><ruby><ruby>東<rt>とう</ruby><rt>East</ruby>") == "東(とう)(East)");
}

TEST_CASE("HTML: a drop cap is a letter of its word") {
    CHECK(text_of("<p><span class=dropcap> O </span>nce upon a time") == "Once upon a time");
    CHECK(text_of("<div class='drop-cap'>O</div>\n<p>nce upon a time</p><p>then") ==
          "Once upon a time\n\nthen");
}

TEST_CASE("HTML: raised and lowered text, quotations, and references to notes") {
    CHECK(text_of("<p>10<sup>-4</sup> of 25 m<sup>2</sup> CO<sub>2</sub> the 1<sup>st</sup>") ==
          "10^-4 of 25 m² CO₂ the 1st");
    CHECK(text_of("<p>He said <q>she said <q>no</q></q>.") == "He said “she said ‘no’”.");
    CHECK(text_of("<p>word<sup><a href='#n'>1</a></sup>, word<a href='#m'><sup>2</sup></a>") ==
          "word[1], word[2]");
    CHECK(text_of("<p>Text<a href='#f1' role=doc-noteref><sup>1</sup></a>. More.</p><section "
                  "role=doc-endnotes><ol><li id=f1><p>The note.<a href='#r1' role=doc-backlink>↩"
                  "</a></p></li></ol></section><p>End") == "Text [The note.]. More.\n\nEnd");
}

TEST_CASE("HTML: formulas are written once") {
    const std::string math = "<math><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi>"
                             "<mn>2</mn></msup></mrow><annotation encoding='application/x-tex'>"
                             "E=mc^2</annotation></semantics></math>";
    CHECK(text_of("<p>So " + math + " holds.") == "So E=mc² holds.");
    CHECK(text_of("<p>So <span class=katex><span class=katex-mathml>" + math +
                  "</span><span class=katex-html aria-hidden=true>E=mc2</span></span> holds.") ==
          "So E=mc² holds.");
    CHECK(text_of("<p>So <span class=mwe-math-element><span style='display: none'>" + math +
                  "</span><img alt='{\\displaystyle E=mc^{2}}'></span> holds.") ==
          "So E=mc² holds.");
    CHECK(text_of("<p>So <span class=MathJax_Preview>E</span><span class=MathJax>E=mc2</span>"
                  "<script type='math/tex'>E=mc^2</script> holds.") == "So E=mc^2 holds.");
    CHECK(text_of("<p>So <span class=MathJax>E=mc2" + math +
                  "</span><script type='math/tex'>"
                  "E=mc^2</script> holds.") == "So E=mc² holds.");
    CHECK(text_of("<p>So <img class=tex alt='{\\displaystyle x^{2}}'> is.") == "So x^{2} is.");
    CHECK(text_of("<p>So <m:math><m:msup><m:mi>x</m:mi><m:mn>3</m:mn></m:msup></m:math> is.") ==
          "So x³ is.");
}

TEST_CASE("HTML: the numbers of lists are those that are shown") {
    CHECK(text_of("<ol start=3><li>a<li value=7>b<li>c</ol>") == "3. a\n7. b\n8. c");
    CHECK(text_of("<ol type=a><li>x<li>y</ol><ol type=I reversed><li>x<li>y</ol>") ==
          "a. x\nb. y\n\nII. x\nI. y");
    CHECK(text_of("<ol><li><p>one</p><p>more</p></li><li><div>two</div></ol>") ==
          "1. one\n\nmore\n\n2. two");
    CHECK(text_of("<ol style='list-style-type: lower-roman'><li>x<ol><li>y</ol></ol>") ==
          "i. x\n1. y");
    CHECK(text_of("<ul><li>x<li></li><li><p>y</ul>") == "- x\n- y");
}

TEST_CASE("HTML: cells stay cells, whatever is in them") {
    CHECK(text_of("<table><tr><th><p>Name</p><th><div>Age</div><th>Note<tr><td><p>Ann</p><p>Bee"
                  "</p><td><p>31</p><td><h4>new</h4><tr><td><div>Cy</div><td>40<br>years<td>"
                  "<blockquote>old</blockquote></table><p>After.") ==
          "Name\tAge\tNote\nAnn Bee\t31\tnew\nCy\t40 years\told\n\nAfter.");
    CHECK(text_of("<table><tr><td>a<td><td>b<tr><td><td>c<td></table>") == "a\t\tb\n\tc");
    CHECK(text_of("<table><tr><td>x<td><ol><li>one<li>two</ol></table>") == "x\t1. one 2. two");
    CHECK(page("<table><tr><td>x<td><h2>y</h2></table>").marks.empty());
}

TEST_CASE("HTML: a table within a cell has lines of its own, and layout tables are pages") {
    CHECK(text_of("<table><tr><td>Stores<table><tr><td>Tea<td>4<tr><td>Salt<td>7</table>"
                  "counted in May</table><p>After.") ==
          "Stores\n\nTea\t4\nSalt\t7\n\ncounted in May\n\nAfter.");
    CHECK(text_of("<table role=presentation><tr><td><p>one</p><p>two</p><td><p>three</table>") ==
          "one\n\ntwo\n\nthree");
}

TEST_CASE("HTML: what is not shown is left out, with a note") {
    const std::vector<std::string> note{"Hidden text was left out."};
    for (const char* hidden :
         {"<span hidden>secret</span>", "<span style='display:none'>secret</span>",
          "<span style='color:red;VISIBILITY : hidden'>secret</span>",
          "<span style='font-size:0'>secret</span>", "<span style='font-size:1px'>secret</span>",
          "<span style='color:#fff'>secret</span>", "<font color=white>secret</font>",
          "<span style='color:#123456;background:#123456'>secret</span>",
          "<span style='opacity:0'>secret</span>",
          "<span style='position:absolute;left:-9999px'>secret</span>",
          "<span style='position:absolute;clip:rect(0 0 0 0)'>secret</span>",
          "<span style='color:rgba(0,0,0,0)'>secret</span>",
          "<style>.a{display:none}</style><span class='b a'>secret</span>",
          "<style>/* x */ p, #a {visibility:hidden}</style><span id=a>secret</span>",
          "<style>@media screen{i.a{font-size:0}}</style><i class=a>secret</i>",
          "<style>div > .a b{display:none}</style><i class=a><u><b>secret</b></u></i>",
          "<div style='display:none !important'><p>secret<b>secret</b></div>"}) {
        CAPTURE(hidden);
        const ExtractedText text = page("<div>seen " + std::string(hidden) + "</div>");
        CHECK(text.text == "seen");
        CHECK(text.notes == note);
    }
}

TEST_CASE("HTML: what is shown stays") {
    for (const char* shown :
         {"<span aria-hidden=true>word</span>",
          "<del>word</del>",
          "<s>word</s>",
          "<span style='background:#000;color:#fff'>word</span>",
          "<b style='background:url(x.png)'><i style='color:white'>word</i></b>",
          "<style>.t{color:#fff}.t:link{background:#00f}</style><span class=t>word</span>",
          "<style>.t{color:#fff}.d .t{background:#00f}</style><b class=d><i class=t>word</i></b>",
          "<style>@media print{.a{display:none}}</style><span class=a>word</span>",
          "<style>.a{display:none}.a.b{display:inline}</style><span class='a b'>word</span>",
          "<style>.a .b{display:none}</style><span class=b>word</span>",
          "<style>.a{font-size:0}.a > .b{font-size:1rem}</style><p class=a><b class=b>word</b>",
          "<style>.a:hover{display:none}.b + .a{display:none}</style><span class=a>word</span>",
          "<style>body{visibility:hidden}</style>word",
          "<b style='font-size:0'><i style='font-size:12px'>word</i></b>",
          "<b style='visibility:hidden'><i style='visibility:visible'>word</i></b>",
          "<span style='color:#ff0000'>word</span>",
          "<details>word</details>",
          "<svg><text>word</text></svg>",
          "<button>word</button>",
          "<input value=word>",
          "<select><option>word</select>",
          "<picture><source><img alt=word></picture>",
          "w&shy;o&#173;r<wbr>d"}) {
        CAPTURE(shown);
        const ExtractedText text = page("<div>" + std::string(shown) + "</div>");
        CHECK(text.text == "word");
        CHECK(text.notes.empty());
    }
}

TEST_CASE("HTML: what only old programs show, or nobody, is no text and no secret") {
    const ExtractedText text =
        page("<p>a<noscript>b</noscript><video>b</video><audio>b</audio><object>b</object>"
             "<iframe>b</iframe><template>b</template><canvas>b</canvas><datalist><option>b"
             "</datalist><progress>b</progress><svg><title>b</title><desc>b</desc></svg>&copy c");
    CHECK(text.text == "a© c");
    CHECK(text.title.empty());
    CHECK(text.notes.empty());
}

TEST_CASE("HTML: of several choices one is read") {
    CHECK(text_of("<p>a <epub:switch><epub:case required-namespace='http://www.w3.org/1998/Math/"
                  "MathML'><math><mi>x</mi></math></epub:case><epub:default>y</epub:default>"
                  "</epub:switch>") == "a x");
    CHECK(text_of("<p>a <epub:switch><epub:case required-namespace='cml'>x</epub:case>"
                  "<epub:default>y</epub:default></epub:switch>") == "a y");
    CHECK(text_of("<svg><switch><foreignObject><p>x</p></foreignObject><text>y</text></switch>"
                  "</svg>") == "x");
}

TEST_CASE("XHTML: sections of CDATA are text, and tags end at their own bracket") {
    const auto extraction = extract_text("<?xml version='1.0'?><html><head><style><![CDATA[p > b "
                                         "{display:none}]]></style></head><body><p><![CDATA[1 < 2 "
                                         "& <3]]> <a title='x > y'/>z<b>no</b></p></body></html>",
                                         "xhtml");
    REQUIRE(extraction.has_value());
    CHECK(extraction->text == "1 < 2 & <3 z");
}

TEST_CASE("HTML: the character set is declared in a <meta>, wherever that stands") {
    const std::string words = "\xCF\xF0\xE8\xE2\xE5\xF2";
    const auto read = [](const std::string& bytes) {
        const auto extraction = extract_text(bytes, "html");
        REQUIRE(extraction.has_value());
        return extraction->text;
    };
    CHECK(read("<html><script charset=utf-8 src=x></script>" + std::string(2000, ' ') +
               "<meta charset = 'windows-1251'><p>" + words) == "Привет");
    CHECK(read("<html><meta charset=utf-16><meta http-equiv=Content-Type content='text/html; "
               "charset=windows-1251'><p>" +
               words) == "Привет");
    std::string wide = "\xFF\xFE";
    for (const char byte : std::string("<html><p>wide words</p></html>")) {
        wide += byte;
        wide += '\0';
    }
    CHECK(extract_text(wide, "").value().text == "wide words");
    CHECK(extract_text(wide.substr(2), "").value().text == "wide words");
    CHECK(extract_text("<!--" + std::string(5000, 'x') + "--><html><p>x", "").value().text == "x");
}

} // namespace
} // namespace sotto::extract
