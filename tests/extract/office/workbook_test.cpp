#include "tests/extract/office/office_documents.h"

namespace sotto::extract {
namespace {

using test_documents::text_of;
using test_documents::workbook;

using Notes = std::vector<std::string>;

std::string rows(const std::string& content) {
    return "<sheetData>" + content + "</sheetData>";
}

std::string text_cell(const std::string& reference, const std::string& text,
                      const std::string& style = "0") {
    return "<c r='" + reference + "' t='inlineStr' s='" + style + "'><is><t>" + text +
           "</t></is></c>";
}

TEST_CASE("Excel: escaped characters are themselves") {
    const auto item = [](const std::string& text) { return "<si><t>" + text + "</t></si>"; };
    std::string cells;
    for (int i = 0; i < 6; ++i) {
        cells += "<row><c t='s'><v>" + std::to_string(i) + "</v></c></row>";
    }
    cells += "<row>" + text_cell("A7", "in_x000D_line") +
             "</row><row><c t='str'><f>x</f><v>a_x0041_"
             "</v></c></row>";
    CHECK(
        text_of(workbook(rows(cells), item("First_x000D_\nsecond") + item("_x005F_x000D_ stays") +
                                          item("snake_x00_case") + item("bell_x0007_end") +
                                          item("_xD83D__xDE00_") + item("_xd83d_alone")))
            .text ==
        "S\n\nFirst second\n_x000D_ stays\nsnake_x00_case\nbellend\n😀\n\uFFFDalone\nin line\naA");
}

TEST_CASE("Excel: runs of a text are raised and lowered, readings left out") {
    CHECK(
        text_of(workbook(rows("<row><c t='s'><v>0</v></c></row>"),
                         "<si><r><t>10</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>-"
                         "</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>4</t></r><r><t> "
                         "CO</t></r><r><rPr><vertAlign val='subscript'/></rPr><t>2</t></r><r><rPr>"
                         "<rFont val='Wingdings'/></rPr><t>ü</t></r><rPh><t>no</t></rPh></si>"))
            .text == "S\n\n10^-4 CO₂✓");
}

TEST_CASE("Excel: hidden rows, columns, values and sheets are left out, and that is said") {
    const std::string cells =
        "<cols><col min='2' max='3' hidden='1'/></cols>" +
        rows("<row r='1'>" + text_cell("A1", "a") + text_cell("B1", "no") + text_cell("D1", "d") +
             "</row><row r='2' hidden='1'>" + text_cell("A2", "no") + "</row><row r='3'>" +
             text_cell("D3", "e") + "</row>");
    const ExtractedText document = text_of(workbook(cells));
    CHECK(document.text == "S\n\na\td\n\te");
    CHECK(document.notes == Notes{"Hidden rows and columns were left out."});
    // Nothing was left out where the hidden cells only have a style.
    CHECK(text_of(workbook("<cols><col min='2' max='16384' hidden='1'/></cols>" +
                           rows("<row r='1'>" + text_cell("A1", "a") +
                                "<c r='B1' s='1'/></row><row r='2' hidden='1'><c r='A2' s='1'/>"
                                "</row>")))
              .notes.empty());

    const std::string styles =
        "<styleSheet><numFmts><numFmt numFmtId='200' formatCode=';;;'/></numFmts><fonts><font/>"
        "<font><color rgb='FFFFFFFF'/></font><font><color theme='0'/></font></fonts><fills><fill>"
        "<patternFill patternType='none'/></fill><fill><patternFill patternType='solid'><fgColor "
        "rgb='FF000000'/></patternFill></fill></fills><cellXfs><xf/><xf fontId='1'/><xf "
        "fontId='2'/><xf fontId='1' fillId='1'/><xf numFmtId='200'/></cellXfs></styleSheet>";
    const ExtractedText unseen = text_of(
        workbook(rows("<row>" + text_cell("A1", "white", "1") + text_cell("B1", "paper", "2") +
                      text_cell("C1", "shown", "3") + text_cell("D1", "nothing", "4") + "</row>"),
                 "", {{"book/formats.xml", styles}}));
    CHECK(unseen.text == "S\n\n\t\tshown");
    CHECK(unseen.notes == Notes{"Hidden text was left out."});

    const ExtractedText book = text_of(test::document_zip(
        {{"xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='A' r:id='a'/><sheet "
                             "name='B' state='hidden' r:id='a'/><sheet name='C' state='veryHidden' "
                             "r:id='a'/><sheet name='D' r:id='none'/></sheets></workbook>"},
         {"xl/_rels/workbook.xml.rels", "<R><R Id='a' Type='x/worksheet' Target='s.xml'/></R>"},
         {"xl/s.xml",
          "<worksheet>" + rows("<row>" + text_cell("A1", "x") + "</row>") + "</worksheet>"}}));
    CHECK(book.text == "A\n\nx");
    CHECK(book.notes ==
          Notes{"Hidden sheets were left out.", "One part could not be read: sheet 4."});
}

TEST_CASE("Excel: comments stand behind their cells, threads in the place of notes") {
    const std::string notes =
        "<comments><authors><author>Ann</author></authors><commentList><comment ref='A1' "
        "authorId='0'><text><r><t>Ann:</t></r><r><t> check</t></r></text></comment><comment "
        "ref='B1' authorId='0'><text><t>[Threaded comment] old</t></text></comment><comment "
        "ref='A9'><text><t>far</t></text></comment></commentList></comments>";
    const std::string thread =
        "<ThreadedComments><threadedComment ref='B1' personId='{1}'><text>Really?</text>"
        "</threadedComment><threadedComment ref='B1' personId='{2}'><text>Yes.</text>"
        "</threadedComment></ThreadedComments>";
    const std::string people = "<personList><person displayName='Bo' id='{1}'/></personList>";
    CHECK(text_of(
              workbook(rows("<row r='1'><c r='A1'><v>5</v></c><c r='C1'><v>7</v></c></row>"), "",
                       {{"book/c.xml", notes}, {"book/t.xml", thread}, {"book/people.xml", people}},
                       "<R Id='c' Type='x/comments' Target='c.xml'/><R Id='t' "
                       "Type='x/threadedComment' Target='t.xml'/>"))
              .text == "S\n\n5 [Comment by Ann: check]\t[Comment by Bo: Really?] [Comment: Yes.]\t7"
                       "\n[Comment: far]");
}

TEST_CASE("Excel: the text of shapes and charts comes after the cells") {
    const std::string drawing =
        "<xdr:wsDr xmlns:xdr='x' xmlns:a='a' xmlns:mc='mc' xmlns:c='c' xmlns:r='r'><xdr:sp>"
        "<xdr:nvSpPr><xdr:cNvPr/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>Shape</a:t></a:r></a:p>"
        "</xdr:txBody></xdr:sp><xdr:sp><xdr:nvSpPr><xdr:cNvPr hidden='1'/></xdr:nvSpPr><xdr:txBody>"
        "<a:p><a:r><a:t>no</a:t></a:r></a:p></xdr:txBody></xdr:sp><mc:AlternateContent><mc:Choice>"
        "<xdr:graphicFrame><c:chart r:id='x'/></xdr:graphicFrame></mc:Choice><mc:Fallback><xdr:sp>"
        "<a:p><a:r><a:t>no chart</a:t></a:r></a:p></xdr:sp></mc:Fallback></mc:AlternateContent>"
        "</xdr:wsDr>";
    // A chart of today's kinds: a waterfall, a map.
    const std::string chart =
        "<cx:chartSpace xmlns:cx='cx' xmlns:a='a'><cx:chartData><cx:data id='0'><cx:strDim "
        "type='cat'><cx:lvl><cx:pt idx='0'>May</cx:pt></cx:lvl></cx:strDim><cx:numDim type='val'>"
        "<cx:lvl><cx:pt idx='0'>3</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData><cx:chart>"
        "<cx:title><cx:tx><cx:rich><a:p><a:r><a:t>Rain</a:t></a:r></a:p></cx:rich></cx:tx></"
        "cx:title>"
        "</cx:chart></cx:chartSpace>";
    const ExtractedText document = text_of(
        workbook(rows("<row><c><v>1</v></c></row>") + "<drawing r:id='d'/>", "",
                 {{"book/d.xml", drawing},
                  {"book/x.xml", chart},
                  {"book/_rels/d.xml.rels", "<R><R Id='x' Type='x/chartEx' Target='x.xml'/></R>"}},
                 "<R Id='d' Type='x/drawing' Target='d.xml'/>"));
    CHECK(document.text == "S\n\n1\n\nShape\n\nRain\nMay\t3");
    CHECK(document.notes == Notes{"Hidden text was left out."});
}

TEST_CASE("Excel: dates in ISO 8601, errors and truth values are shown as they are") {
    CHECK(text_of(workbook(rows("<row><c t='d'><v>2024-03-05T00:00:00</v></c><c t='d'><v>"
                                "2024-03-05T14:30:00.000Z</v></c><c t='e'><v>#DIV/0!</v></c><c "
                                "t='b'><v>0</v></c></row>")))
              .text == "S\n\n2024-03-05\t2024-03-05 14:30:00\t#DIV/0!\tFALSE");
}

TEST_CASE("Excel: a binary workbook is refused by its name") {
    const auto extraction = extract_text(
        test::document_zip(
            {{"_rels/.rels", "<R><R Id='d' Type='x/officeDocument' Target='xl/workbook.bin'/></R>"},
             {"xl/workbook.bin", "\x83\x01\x00"}}),
        "xlsb");
    REQUIRE_FALSE(extraction.has_value());
    CHECK(extraction.error().sentence.contains("XLSB"));
}

} // namespace
} // namespace sotto::extract
