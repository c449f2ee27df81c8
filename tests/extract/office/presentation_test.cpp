#include "tests/extract/office/office_documents.h"

namespace sotto::extract {
namespace {

using test_documents::presentation;
using test_documents::text_of;

using Notes = std::vector<std::string>;

std::string run(const std::string& text, const std::string& format = "") {
    return "<a:r><a:rPr " + format + "/><a:t>" + text + "</a:t></a:r>";
}

std::string styled(const std::string& text, const std::string& format) {
    return "<a:r><a:rPr>" + format + "</a:rPr><a:t>" + text + "</a:t></a:r>";
}

std::string item(const std::string& text, const std::string& properties) {
    return "<a:p><a:pPr " + properties + "</a:pPr>" + run(text) + "</a:p>";
}

std::string shape(const std::string& paragraphs, const std::string& properties = "",
                  const std::string& name = "<p:cNvPr id='1'/>") {
    return "<p:sp><p:nvSpPr>" + name + "</p:nvSpPr><p:spPr>" + properties + "</p:spPr><p:txBody>" +
           paragraphs + "</p:txBody></p:sp>";
}

std::string slide_text(const std::string& shapes) {
    return text_of(presentation({{shapes, ""}})).text;
}

TEST_CASE("PowerPoint: raised and lowered text, signs, escapes and formulas") {
    CHECK(slide_text(shape("<a:p>" + run("one_x000B_two") + "</a:p>")) == "one two");
    CHECK(slide_text(shape("<a:p>" + run("10") + run("-4", "baseline='30000'") + run(" CO") +
                           run("2", "baseline='-25000'") + "</a:p>")) == "10^-4 CO₂");
    CHECK(slide_text(shape("<a:p>" + styled("ab", "<a:latin typeface='Symbol'/>") +
                           styled("x \uF0FC", "<a:sym typeface='Wingdings'/>") +
                           styled("\uF0FC", "<a:latin typeface='Arial'/>") + "</a:p>")) ==
          "αβx ✓\uFFFD");
    CHECK(slide_text("<mc:AlternateContent><mc:Choice Requires='a14'>" +
                     shape("<a:p><a:m><m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den>"
                           "<m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></a:m></a:p>") +
                     "</mc:Choice><mc:Fallback>" + shape("<a:p>" + run("no") + "</a:p>") +
                     "</mc:Fallback></mc:AlternateContent>") == "(a+b)/2");
}

TEST_CASE("PowerPoint: numbers of paragraphs are those that are shown") {
    CHECK(slide_text(shape(item("one", "><a:buAutoNum type='arabicPeriod'/>") +
                           item("deep", "lvl='1'><a:buAutoNum type='alphaLcParenR'/>") +
                           item("two", "><a:buAutoNum type='arabicPeriod'/>") +
                           item("again", "lvl='1'><a:buAutoNum type='alphaLcParenR'/>") +
                           item("plain", "><a:buNone/>") +
                           item("four", "><a:buAutoNum type='romanUcPeriod' startAt='4'/>") +
                           item("dot", "><a:buChar char='•'/>"))) ==
          "1. one\na) deep\n2. two\na) again\nplain\nIV. four\n- dot");
}

TEST_CASE("PowerPoint: cells stay cells") {
    const auto cell = [](const std::string& paragraphs, const std::string& attributes = "") {
        return "<a:tc " + attributes + "><a:txBody>" + paragraphs + "</a:txBody></a:tc>";
    };
    const std::string table =
        "<p:graphicFrame><a:tbl><a:tr>" +
        cell("<a:p>" + run("a") + "<a:br/>" + run("b") + "</a:p><a:p>" + run("c") + "</a:p>",
             "gridSpan='2'") +
        cell("<a:p/>", "hMerge='1'") + cell("<a:p>" + run("d") + "</a:p>") + "</a:tr><a:tr>" +
        cell("<a:p/>") + cell("<a:p>" + run("e") + "</a:p>") + cell("<a:p/>") +
        "</a:tr></a:tbl></p:graphicFrame>";
    CHECK(slide_text(table) == "a b c\t\td\n\te");
}

TEST_CASE("PowerPoint: hidden slides, shapes and text are left out, and that is said") {
    const std::string shown = shape("<a:p>" + run("shown") + "</a:p>");
    const ExtractedText slides = text_of(presentation(
        {{shown, ""}, {shape("<a:p>" + run("no") + "</a:p>"), "show='0'"}, {shown, ""}}));
    CHECK(slides.text == "shown\n\nshown");
    CHECK(slides.notes == Notes{"Hidden slides were left out."});
    REQUIRE(slides.marks.size() == 2);
    CHECK(slides.marks[1].label == "3");

    const std::string white = "<a:solidFill><a:srgbClr val='FFFFFF'/></a:solidFill>";
    const std::string black = "<a:solidFill><a:srgbClr val='000000'/></a:solidFill>";
    const std::string place = "<a:xfrm><a:off x='0' y='0'/><a:ext cx='9' cy='9'/></a:xfrm>";
    const std::string apart = "<a:xfrm><a:off x='9' y='0'/><a:ext cx='9' cy='9'/></a:xfrm>";
    const std::string text = "<a:p>" + styled("white", white) + "</a:p>";
    for (const std::string& hidden :
         {shape("<a:p>" + run("no") + "</a:p>", "", "<p:cNvPr hidden='1'/>"), shape(text),
          shape(text, white), shape("<a:p>" + run("small", "sz='100'") + "</a:p>"),
          shape("<a:p/>", apart + black) + shape(text, place)}) {
        CAPTURE(hidden);
        const ExtractedText document = text_of(presentation({{shown + hidden, ""}}));
        CHECK(document.text == "shown");
        CHECK(document.notes == Notes{"Hidden text was left out."});
    }
    // White text is seen on a dark shape, in it or below it.
    CHECK(slide_text(shape(text, black)) == "white");
    CHECK(slide_text(shape("<a:p/>", place + black) + shape(text, place)) == "white");
}

TEST_CASE("PowerPoint: the ground of a slide is that of its master") {
    const std::string white = "<a:solidFill><a:schemeClr val='bg1'/></a:solidFill>";
    const auto slides = [&white](const std::string& ground) {
        return presentation(
            {{shape("<a:p>" + run("seen") + "</a:p><a:p>" + styled("white", white) + "</a:p>"),
              ""}},
            {{"show/_rels/s1.xml.rels", "<R><R Id='l' Type='x/slideLayout' Target='l.xml'/></R>"},
             {"show/l.xml", "<l/>"},
             {"show/_rels/l.xml.rels", "<R><R Id='m' Type='x/slideMaster' Target='m.xml'/></R>"},
             {"show/m.xml",
              "<m><cSld><bg><bgPr><solidFill><schemeClr val='" + ground +
                  "'/></solidFill></bgPr></bg></cSld><clrMap bg1='lt1' tx1='dk1'/></m>"},
             {"show/_rels/m.xml.rels", "<R><R Id='t' Type='x/theme' Target='t.xml'/></R>"},
             {"show/t.xml", "<t><themeElements><clrScheme><dk1><srgbClr val='000000'/></dk1><lt1>"
                            "<sysClr lastClr='FFFFFF'/></lt1></clrScheme></themeElements></t>"}});
    };
    CHECK(text_of(slides("bg1")).text == "seen");
    CHECK(text_of(slides("tx1")).text == "seen\nwhite");
}

TEST_CASE("PowerPoint: comments stand behind their slide, and a damaged slide is named") {
    const ExtractedText document = text_of(presentation(
        {{shape("<a:p>" + run("one") + "</a:p>"), ""}, {"", ""}},
        {{"show/authors.xml", "<l><cmAuthor id='0' name='Ann'/></l>"},
         {"show/_rels/s1.xml.rels", "<R><R Id='c' Type='x/comments' Target='c.xml'/></R>"},
         {"show/c.xml",
          "<cmLst><cm authorId='0'><text>Shorter.</text></cm><cm authorId='7'>"
          "<replyLst><reply authorId='0'><txBody><p><r><t>Done.</t></r></p></txBody>"
          "</reply></replyLst><txBody><p><r><t>New?</t></r></p></txBody></cm></cmLst>"},
         {"show/s3.xml", "no XML"}}));
    CHECK(document.text ==
          "one\n\n[Comment by Ann: Shorter.]\n[Comment: New?]\n[Comment by Ann: Done.]");

    auto files = std::vector<test::ZipEntry>{
        {"ppt/presentation.xml", "<presentation xmlns:r='r'><sldIdLst><sldId r:id='a'/><sldId "
                                 "r:id='b'/><sldId r:id='c'/></sldIdLst></presentation>"},
        {"ppt/_rels/presentation.xml.rels", "<R><R Id='a' Target='a.xml'/><R Id='b' "
                                            "Target='b.xml'/></R>"},
        {"ppt/a.xml", "no XML"},
        {"ppt/b.xml", "<sld><sp><p><r><t>read</t></r></p></sp></sld>"}};
    const ExtractedText rest = text_of(test::document_zip(files));
    CHECK(rest.text == "read");
    CHECK(rest.notes ==
          Notes{"One part could not be read: slide 1.", "One part could not be read: slide 3."});
    files.pop_back();
    CHECK(extract_text(test::document_zip(files), {}).error().kind == RefusalKind::damaged);
}

} // namespace
} // namespace sotto::extract
