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

ExtractedText document(const std::string& body) {
    auto extraction = extract_text("{\\rtf1\\ansi " + body + "}", "rtf");
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

TEST_CASE("RTF: a table within a cell has lines of its own, without what old programs show") {
    CHECK(
        rtf("\\trowd\\cellx6000\\pard\\intbl Stores\\par\n\\pard\\intbl\\itap2 Tea\\nestcell 4"
            "\\nestcell{\\*\\nesttableprops\\trowd\\cellx1000\\nestrow}{\\nonesttables\\par}"
            "\n\\pard"
            "\\intbl\\itap2 Salt\\nestcell 7\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}"
            "{\\nonesttables (no table here)\\par}\n\\pard\\intbl\\itap1 counted\\cell\\row\\pard "
            "After.\\par") == "Stores\nTea\t4\nSalt\t7\ncounted\nAfter.");
}

TEST_CASE("RTF: cells stay cells, whatever is in them") {
    CHECK(rtf("\\pard\\intbl Ann\\par Bee\\cell 40\\line years\\par\\cell\\cell x\\cell\\row\\pard "
              "End") == "Ann Bee\t40 years\t\tx\nEnd");
    CHECK(rtf("\\pard\\intbl\\cell b\\cell\\row\\intbl c\\cell\\cell\\row\\pard End") ==
          "\tb\nc\nEnd");
}

TEST_CASE("RTF: raised and lowered text and formulas") {
    CHECK(rtf("10{\\super -4} of 25 m{\\up6 2}\\up0 , CO\\sub 2\\nosupersub  and x{\\dn4 i}") ==
          "10^-4 of 25 m², CO₂ and x_i");
    CHECK(rtf("E={\\mmath{\\*\\moMath{\\mr m}{\\msSup{\\msSupPr{\\mctrlPr}}{\\me{\\mr "
              "c}}{\\msup{\\mr 2"
              "}}}}}{\\*\\mmathPict x}") == "E=mc²");
    CHECK(rtf("{\\mmath{\\*\\moMath{\\mf{\\mnum{\\mr a+b}}{\\mden{\\mr 2}}}{\\mr "
              "+}{\\mrad{\\mdeg}{\\me"
              "{\\mr x}}}{\\mr +}{\\mnary{\\mnaryPr{\\mchr\\u8721?}}{\\msub{\\mr i=1}}{\\msup{\\mr "
              "n}}{\\me"
              "{\\mr i}}}{\\md{\\me{\\mr y}}}}}") == "(a+b)/2+√x+∑_(i=1)^n i(y)");
    CHECK(rtf("{\\mmath{\\mfunc{\\mfName{\\mr sin}}{\\me{\\mr x}}}{\\mr "
              "\\u8722?}{\\msSup{\\me{\\mr 2x}}"
              "{\\msup{\\mr k+1}}}}") == "sin x−2x^(k+1)");
}

TEST_CASE("RTF: notes and comments stand in brackets at their place") {
    CHECK(rtf("One{\\super\\chftn{\\footnote\\pard\\plain{\\super\\chftn} first\\par second\\par}} "
              "two.") == "One [first second] two.");
    CHECK(rtf("One{\\*\\atnid AB}{\\*\\atnauthor Ann B.}{\\*\\annotation\\pard Why?\\par} two{\\*"
              "\\annotation So.}{\\footnote }.") ==
          "One [Comment by Ann B.: Why?] two [Comment: So.].");
}

TEST_CASE("RTF: the numbers of lists are those that are stored, else counted") {
    CHECK(rtf("{\\listtext\\pard\\plain 3.\\tab}three\\par{\\listtext\\'b7\\tab}dot\\par"
              "{\\*\\pn\\pnlvlbody}{\\pntext a)\\tab}old\\par") == "3. three\n\n- dot\n\na) old");
    CHECK(
        rtf("{\\*\\listtable{\\list{\\listlevel\\levelnfc0\\levelstartat4{\\leveltext\\'02\\'00.;}"
            "{\\levelnumbers\\'01;}}{\\listlevel\\levelnfc4\\levelstartat1{\\leveltext\\'04\\'00."
            "\\'01)"
            ";}{\\levelnumbers\\'01\\'03;}}\\listid7}}{\\*\\listoverridetable{"
            "\\listoverride\\listid7"
            "\\listoverridecount0\\ls1}}\\pard\\ls1 x\\par y\\par\\ilvl1 z\\par\\pard w") ==
        "4. x\n\n5. y\n\n5.a) z\n\nw");
}

TEST_CASE("RTF: hidden text and tracked deletions are left out, with a note") {
    const std::vector<std::string> hidden{"Hidden text was left out."};
    for (const char* secret :
         {"{\\v secret}", "\\v secret\\v0 ", "{\\v\\u1234?}", "{\\fs1 secret}", "{\\cf1 secret}",
          "{\\cf2\\highlight2 secret}", "{\\pard\\cbpat2\\cf2 secret}"}) {
        CAPTURE(secret);
        const ExtractedText text =
            document("{\\colortbl;\\red255\\green255\\blue255;\\red9\\green9\\blue99;}seen " +
                     std::string(secret));
        CHECK(text.text == "seen");
        CHECK(text.notes == hidden);
    }
    const ExtractedText text =
        document("{\\colortbl;\\red255\\green255\\blue255;\\red9\\green9\\blue99;}"
                 "{\\cf1\\chcbpat2 a}{\\cf2 b}{\\v }{\\v{\\xe c}}{\\deleted c}");
    CHECK(text.text == "ab");
    CHECK(text.notes == std::vector<std::string>{"Tracked deletions were left out."});
}

TEST_CASE("RTF: a style may hide text") {
    const ExtractedText text = document(
        "{\\stylesheet{\\s0 Normal;}{\\s5\\v Secret;}{\\*\\cs7\\additive\\v Hidden;}}\\pard\\s0 "
        "seen{\\cs7 no}{\\cs7\\v0 , too}\\par\\pard\\s5 no\\par\\pard\\s0 end");
    CHECK(text.text == "seen, too\n\nend");
    CHECK(text.notes == std::vector<std::string>{"Hidden text was left out."});
}

TEST_CASE("RTF: paragraphs in a heading style begin sections, and a drop cap joins its word") {
    const ExtractedText text = document(
        "{\\stylesheet{\\s0 Normal;}{\\s3\\b heading 1;}{\\s4\\outlinelevel1 Mine;}}\\pard\\s3 Top"
        "\\par\\pard\\s4 Sub\\par\\pard\\outlinelevel9 body\\par"
        "\\pard\\dropcapli3\\dropcapt1 O\\par\\pard nce\\par");
    CHECK(text.text == "Top\n\nSub\n\nbody\n\nOnce");
    CHECK(text.marks == std::vector<DocumentMark>{{DocumentMarkKind::section, 0, "Top"},
                                                  {DocumentMarkKind::section, 5, "Sub"}});
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
