#include "app/extract/extract_text.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

std::string rtf(const std::string& body) {
    const auto extraction = extract_text("{\\rtf1\\ansi " + body + "}", "rtf");
    REQUIRE(extraction.has_value());
    return extraction->text;
}

TEST_CASE("RTF: paragraphs, lines, cells and special characters") {
    CHECK(rtf("One\\par\nTwo\\line three\\par a\\cell b\\cell\\row c\\tab d") ==
          "One\n\nTwo\nthree\n\na\tb\nc\td");
    CHECK(rtf("\\{\\\\\\} a\\~b\\_c\\-d \\ldblquote q\\rdblquote\\emdash") ==
          "{\\} a b-cd \u201Cq\u201D\u2014");
}

TEST_CASE("RTF: metadata is dropped") {
    CHECK(rtf("{\\fonttbl{\\f0 Times;}}{\\colortbl;\\red0;}{\\*\\generator X;}{\\info{\\title T}}"
              "{\\pict 0102}{\\v hidden}{\\field{\\*\\fldinst LINK}{\\fldrslt shown}}") == "shown");
    CHECK(rtf("a{\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt box}}}{\\footnote note}") ==
          "abox [note]");
    CHECK(rtf("a{\\bin4 }}}}b}c").starts_with("ab"));
}

TEST_CASE("RTF: characters in the font's character set and in Unicode") {
    CHECK(rtf("{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset128 C;}}"
              "\\f0 caf\\'e9 {\\f1\\'cf\\'f0}{\\f2\\'82\\'a0\\'82l}") == "café Прあ\uFF2D");
    CHECK(rtf("\\uc1\\u1055?\\u-10179?\\u-8704?{\\uc2\\u233\\'65\\'66}x") == "П😀éx");
    const auto japanese = extract_text("{\\rtf1\\ansi\\ansicpg932 \\'82\\'a0}", "rtf");
    REQUIRE(japanese.has_value());
    CHECK(japanese->text == "あ");
}

TEST_CASE("RTF: headers and footers are at the end, each once") {
    CHECK(rtf("{\\header Top\\par}{\\footer Page}One\\par\\sect{\\header Top\\par}Two") ==
          "One\n\nTwo\n\nTop\n\nPage");
    CHECK(rtf("{\\header only}") == "only");
}

TEST_CASE("RTF: a star skips an unknown destination only at the beginning of a group") {
    CHECK(rtf("{\\*\\unknown gone}{\n\\*\\unknown gone}{\\b\\*\\cs7 kept}") == "kept");
}

TEST_CASE("RTF: outline levels begin sections") {
    const auto extraction = extract_text("{\\rtf1 a\\par{\\outlinelevel0 Head\\par}b\\par}", "rtf");
    REQUIRE(extraction.has_value());
    CHECK(extraction->marks == std::vector<DocumentMark>{{DocumentMarkKind::section, 3, "Head"}});
}

TEST_CASE("truncated or endlessly nested RTF is parsed to its end") {
    const std::string whole =
        "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset204 A;}}\\f0\\'cf\\u12\\bin3 x}";
    for (std::size_t length = 5; length <= whole.size(); ++length) {
        const auto extraction = extract_text(std::string_view(whole).substr(0, length), "rtf");
        CHECK((extraction.has_value() || extraction.error().kind == RefusalKind::empty));
    }
    CHECK(rtf(std::string(100'000, '{') + "deep" + std::string(100'000, '}') + "x") == "deepx");
    CHECK(extract_text("{\\rtf1 {\\*", "rtf").error().kind == RefusalKind::empty);
}

} // namespace
} // namespace sotto::extract
