#include "app/extract/extract_text.h"
#include "tests/support/document_zip.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace sotto::extract {
namespace {

using test::document_zip;

ExtractedText text_of(const std::string& bytes) {
    auto extraction = extract_text(bytes, {});
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

std::string docx(const std::string& body) {
    return document_zip(
        {{"word/document.xml",
          "<?xml version='1.0'?><w:document xmlns:w='w' xmlns:mc='mc'><w:body>" + body +
              "</w:body></w:document>"},
         {"word/styles.xml", "<w:styles xmlns:w='w'><w:style w:styleId='berschrift1'>"
                             "<w:name w:val='heading 1'/></w:style></w:styles>"}});
}

TEST_CASE("Word: paragraphs, headings, tables, breaks, text boxes once, no deleted text") {
    const ExtractedText document = text_of(
        docx("<w:p><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p>"
             "<w:p><w:r><w:t xml:space='preserve'>One </w:t></w:r><w:r><w:t>text</w:t><w:br/>"
             "<w:t>line</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
             "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>item</w:t></w:r></w:p>"
             "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>"
             "<w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
             "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t>"
             "</w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>box</w:t></w:r>"
             "</w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>"));
    CHECK(document.text == "Head\n\nOne text\nline\n\n- item\n\na\tb\n\nbox");
    CHECK(document.marks == std::vector<DocumentMark>{{DocumentMarkKind::section, 0, "Head"}});
}

TEST_CASE("Word: diagrams, charts and embedded HTML, each once; the main part may have any name") {
    const std::string diagram = "<w:drawing><d:relIds r:dm='dia'/></w:drawing>";
    const ExtractedText document = text_of(document_zip(
        {{"_rels/.rels", "<Relationships><Relationship Id='a' Type='http://x/officeDocument' "
                         "Target='word/document2.xml'/></Relationships>"},
         {"word/document2.xml",
          "<w:document xmlns:w='w' xmlns:r='r' xmlns:c='c' xmlns:d='d'><w:p>" + diagram + diagram +
              "<c:chart r:id='cha'/><c:chart r:id='none'/><w:r><w:t>after</w:t></w:r></w:p>"
              "<w:altChunk r:id='page'/></w:document>"},
         {"word/_rels/document2.xml.rels",
          "<Relationships><Relationship Id='dia' Target='d.xml'/><Relationship Id='cha' "
          "Target='c.xml'/><Relationship Id='page' Target='p.html'/></Relationships>"},
         {"word/d.xml", "<m xmlns:d='d' xmlns:a='a'><d:pt><d:t><a:p><a:r><a:t>Chief</a:t></a:r>"
                        "</a:p></d:t></d:pt><d:pt><d:t><a:p><a:r><a:t>Clerk</a:t></a:r></a:p>"
                        "</d:t></d:pt></m>"},
         {"word/c.xml",
          "<s><chart><title><tx><rich><p><r><t>Sales</t></r></p></rich></tx></title><plotArea>"
          "<barChart><ser><tx><strRef><f>A!$B$1</f><strCache><pt><v>Apples</v></pt></strCache>"
          "</strRef></tx><cat><strRef><strCache><pt><v>May</v></pt><pt><v>June</v></pt></strCache>"
          "</strRef></cat><val><numRef><numCache><formatCode>0</formatCode><pt><v>3</v></pt><pt>"
          "<v>4</v></pt></numCache></numRef></val></ser></barChart></plotArea></chart></s>"},
         {"word/p.html", "<html><body><p>Page</p></body></html>"}}));
    CHECK(document.text == "Chief\nClerk\n\nSales\nApples\nMay\t3\nJune\t4\n\nafter\n\nPage");
}

TEST_CASE("OpenDocument: paragraphs, headings, lists, tables, notes, spaces") {
    const ExtractedText document = text_of(document_zip(
        {{"mimetype", "application/vnd.oasis.opendocument.text"},
         {"content.xml",
          "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:b='b'><o:body><o:text>"
          "<t:h>Head</t:h><t:p>One<t:s t:c='2'/>text<t:note><t:note-citation>1</t:note-citation>"
          "<t:note-body><t:p>noted</t:p></t:note-body></t:note></t:p><t:tracked-changes><t:p>gone"
          "</t:p></t:tracked-changes><t:list><t:list-item><t:p>a</t:p></t:list-item><t:list-item>"
          "<t:p>b</t:p></t:list-item></t:list><b:table><b:table-row><b:table-cell><t:p>x</t:p>"
          "</b:table-cell><b:table-cell b:number-columns-repeated='2'/><b:table-cell><t:p>y</t:p>"
          "</b:table-cell></b:table-row></b:table><t:p>end</t:p></o:text></o:body>"
          "</o:document-content>"}}));
    CHECK(document.text == "Head\n\nOne text [noted]\n\n- a\n- b\n\nx\t\t\ty\n\nend");
    CHECK(document.marks == std::vector<DocumentMark>{{DocumentMarkKind::section, 0, "Head"}});
}

TEST_CASE("white space between inline elements separates words") {
    const ExtractedText document = text_of(
        document_zip({{"content.xml", "<o:x xmlns:o='o' xmlns:t='t' xmlns:b='b'><o:body><o:text>"
                                      "<t:p><t:span>one</t:span> <t:span>two</t:span></t:p>"
                                      "<b:table><b:table-row>\n <b:table-cell>\n </b:table-cell>\n "
                                      "<b:table-cell><t:p>x</t:p></b:table-cell></b:table-row>"
                                      "</b:table></o:text></o:body></o:x>"}}));
    CHECK(document.text == "one two\n\n\tx");
    CHECK(text_of("<?xml version='1.0'?><FictionBook><body><section>\n<p><emphasis>a</emphasis> "
                  "<strong>b</strong></p>\n</section></body></FictionBook>")
              .text == "a b");
}

TEST_CASE("OpenDocument: an encrypted document is refused as locked") {
    const auto extraction =
        extract_text(document_zip({{"content.xml", "\x01\x02"},
                                   {"META-INF/manifest.xml",
                                    "<m><file-entry><encryption-data/></file-entry></m>"}}),
                     "odt");
    REQUIRE_FALSE(extraction.has_value());
    CHECK(extraction.error().kind == RefusalKind::locked);
}

TEST_CASE("OpenDocument: cells within repeated cells are not repeated again") {
    std::string cells = "<t:p>x</t:p>";
    for (int i = 0; i < 20; ++i) {
        cells = "<b:table-row><b:table-cell b:number-columns-repeated='50'>" + cells +
                "</b:table-cell></b:table-row>";
    }
    const ExtractedText document = text_of(
        document_zip({{"content.xml",
                       "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:b='b'><o:body><o:text>" +
                           cells + "</o:text></o:body></o:document-content>"}}));
    CHECK(std::ranges::count(document.text, 'x') == 50);
}

TEST_CASE("PowerPoint: slides in the order of the presentation, one page each") {
    const std::string slide = "<p:sld xmlns:p='p' xmlns:a='a'><p:sp><a:p><a:r><a:t>";
    const std::string end = "</a:t></a:r></a:p></p:sp></p:sld>";
    const ExtractedText slides = text_of(document_zip(
        {{"ppt/presentation.xml", "<p:presentation xmlns:p='p' xmlns:r='r'><p:sldIdLst>"
                                  "<p:sldId id='256' r:id='two'/><p:sldId id='257' r:id='one'/>"
                                  "</p:sldIdLst></p:presentation>"},
         {"ppt/_rels/presentation.xml.rels",
          "<Relationships><Relationship Id='one' Target='slides/one.xml'/>"
          "<Relationship Id='two' Target='/ppt/slides/two.xml'/></Relationships>"},
         {"ppt/slides/one.xml", slide + "Last" + end},
         {"ppt/slides/two.xml", slide + "First" + end}}));
    CHECK(slides.text == "First\n\nLast");
    CHECK(slides.marks == std::vector<DocumentMark>{{DocumentMarkKind::page, 0, "1"},
                                                    {DocumentMarkKind::page, 7, "2"}});
}

TEST_CASE("PowerPoint and OpenDocument: speaker notes are in brackets after their slide") {
    const std::string title =
        "<sp><nvSpPr><nvPr><ph type='sldNum'/></nvPr></nvSpPr><p><t>7</t></p></sp>";
    const ExtractedText slides = text_of(document_zip(
        {{"ppt/presentation.xml", "<p xmlns:r='r'><sldIdLst><sldId r:id='a'/></sldIdLst></p>"},
         {"ppt/_rels/presentation.xml.rels",
          "<Relationships><Relationship Id='a' Target='s.xml'/></Relationships>"},
         {"ppt/s.xml", "<sld><sp><p><r><t>Slide</t></r></p></sp></sld>"},
         {"ppt/_rels/s.xml.rels", "<Relationships><Relationship Id='n' Type='http://x/notesSlide' "
                                  "Target='n.xml'/></Relationships>"},
         {"ppt/n.xml", "<notes>" + title +
                           "<sp><nvSpPr><nvPr><ph type='body'/></nvPr></nvSpPr><txBody><p><r>"
                           "<t>Say </t></r><r><t>this.</t></r></p><p><r><t>Then that.</t></r></p>"
                           "</txBody></sp></notes>"}}));
    CHECK(slides.text == "Slide\n\n[Say this. Then that.]");
    const ExtractedText page = text_of(document_zip(
        {{"content.xml", "<o:x xmlns:o='o' xmlns:t='t' xmlns:d='d' xmlns:p='p'><o:body>"
                         "<o:presentation><d:page><d:text-box><t:p>Slide</t:p></d:text-box>"
                         "<p:notes><d:page-thumbnail/><d:frame p:class='notes'><d:text-box>"
                         "<t:p>Say this.</t:p></d:text-box></d:frame></p:notes></d:page>"
                         "</o:presentation></o:body></o:x>"}}));
    CHECK(page.text == "Slide\n\n[Say this.]");
}

TEST_CASE("Excel: the values of each sheet, in their columns") {
    const ExtractedText book = text_of(document_zip(
        {{"xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='Costs' r:id='a'/></sheets>"
                             "</workbook>"},
         {"xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id='a' Target='worksheets/s.xml'/></Relationships>"},
         {"xl/sharedStrings.xml", "<sst><si><t>Rent</t></si><si><r><t>He</t></r><r><t>at</t></r>"
                                  "<rPh><t>no</t></rPh></si></sst>"},
         {"xl/worksheets/s.xml",
          "<worksheet><sheetData><row><c r='A1' t='s'><v>0</v></c><c r='C1'><f>1+1</f><v>12.5</v>"
          "</c></row><row><c r='B2' t='s'><v>1</v></c><c t='b'><v>1</v></c><c t='inlineStr'><is>"
          "<t>in</t></is></c><c t='s'><v>99</v></c></row></sheetData></worksheet>"}}));
    CHECK(book.text == "Costs\n\nRent\t\t12.5\n\tHeat\tTRUE\tin");
    CHECK(book.marks == std::vector<DocumentMark>{{DocumentMarkKind::section, 0, "Costs"}});
}

// The cells of one row with styles 1, 2, …, each with its own format.
std::string row_of(const std::vector<std::pair<std::string, std::string>>& formats_and_values,
                   const std::string& properties = "") {
    std::string codes;
    std::string styles = "<xf numFmtId='0'/>";
    std::string cells;
    int number = 0;
    for (const auto& [code, value] : formats_and_values) {
        const std::string id = std::to_string(164 + number++);
        codes += "<numFmt numFmtId='" + id + "' formatCode='" + code + "'/>";
        styles += "<xf numFmtId='" + id + "'/>";
        cells += "<c s='" + std::to_string(number) + "'><v>" + value + "</v></c>";
    }
    return text_of(document_zip(
                       {{"xl/workbook.xml", "<workbook xmlns:r='r'>" + properties +
                                                "<sheets><sheet r:id='a'/></sheets></workbook>"},
                        {"xl/_rels/workbook.xml.rels",
                         "<Relationships><Relationship Id='a' Target='s.xml'/></Relationships>"},
                        {"xl/styles.xml", "<styleSheet><numFmts>" + codes + "</numFmts><cellXfs>" +
                                              styles + "</cellXfs></styleSheet>"},
                        {"xl/s.xml", "<worksheet><sheetData><row>" + cells +
                                         "</row></sheetData></worksheet>"}}))
        .text;
}

TEST_CASE("Excel: numbers with a date format become dates and times") {
    CHECK(row_of({{"yyyy\\-mm\\-dd", "45356"}, {"dd/mm/yy h:mm", "45356.604166666664"}}) ==
          "2024-03-05\t2024-03-05 14:30");
    CHECK(row_of({{"mmm yyyy", "45356"}, {"yyyy", "45356"}, {"[$-407]d. mmmm", "45356"}}) ==
          "2024-03\t2024\t2024-03-05");
    CHECK(row_of({{"h:mm:ss AM/PM", "0.75"}, {"mm:ss", "0.5"}, {"[h]:mm", "1.5"}}) ==
          "18:00:00\t12:00:00\t36:00");
    // One second before midnight, and a value that rounds up to it.
    CHECK(row_of({{"d.m.yyyy hh:mm:ss", "45356.99998842593"}, {"d h:mm", "45356.999999"}}) ==
          "2024-03-05 23:59:59\t2024-03-06 00:00");
}

TEST_CASE("Excel: days are counted as spreadsheets count them") {
    CHECK(row_of({{"d-m-y", "1"}, {"d-m-y", "59"}, {"d-m-y", "60"}, {"d-m-y", "61"}}) ==
          "1900-01-01\t1900-02-28\t1900-02-29\t1900-03-01");
    CHECK(row_of({{"d-m-y", "0"}, {"d-m-y", "60"}, {"d-m-y h:mm", "43894.25"}},
                 "<workbookPr date1904='1'/>") == "1904-01-01\t1904-03-01\t2024-03-05 06:00");
    CHECK(row_of({{"d-m-y", "2958465"}, {"d-m-y", "2958466"}, {"d-m-y", "-1"}, {"d-m-y", "0"}}) ==
          "9999-12-31\t2958466\t-1\t0");
}

TEST_CASE("Excel: numbers with other formats are unchanged") {
    CHECK(row_of({{"0.00E+00", "45356"},
                  {"#,##0 &quot;days&quot;", "3"},
                  {"[Red]0.0", "1.5"},
                  {"0\\d", "4"},
                  {"0_h", "5"},
                  {"General", "6"},
                  {"@", "7"},
                  {"0;d", "8"},
                  {"d", "1e400"}}) == "45356\t3\t1.5\t4\t5\t6\t7\t8\t1e400");
}

TEST_CASE("Excel: built-in formats are found by number") {
    const std::string text =
        text_of(
            document_zip(
                {{"xl/workbook.xml",
                  "<workbook xmlns:r='r'><sheets><sheet r:id='a'/></sheets></workbook>"},
                 {"xl/_rels/workbook.xml.rels",
                  "<Relationships><Relationship Id='a' Target='s.xml'/></Relationships>"},
                 {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='14'/><xf numFmtId='22'/>"
                                   "<xf numFmtId='46'/><xf numFmtId='9'/></cellXfs></styleSheet>"},
                 {"xl/s.xml",
                  "<worksheet><sheetData><row><c><v>45356.5</v></c><c s='1'><v>45356.5</v></c>"
                  "<c s='2'><v>1.5</v></c><c s='3'><v>0.5</v></c><c s='4'><v>8</v></c>"
                  "<c s='1' t='str'><v>45356</v></c></row></sheetData></worksheet>"}}))
            .text;
    CHECK(text == "2024-03-05\t2024-03-05 12:00\t36:00:00\t0.5\t8\t45356");
}

std::vector<test::ZipEntry> book() {
    return {{"META-INF/container.xml", "<container><rootfiles><rootfile full-path='O/b.opf'/>"
                                       "</rootfiles></container>"},
            {"O/b.opf",
             "<package xmlns:dc='dc'><metadata><dc:title>A Book</dc:title></metadata><manifest>"
             "<item id='x' href='c%201.xhtml' media-type='application/xhtml+xml'/>"
             "<item id='y' href='c2.xhtml' media-type='application/xhtml+xml'/></manifest>"
             "<spine><itemref idref='y'/><itemref idref='x'/></spine></package>"},
            {"O/c 1.xhtml", "<?xml version='1.0'?><html><head><title/></head><h1>End</h1></html>"},
            {"O/c2.xhtml", "<html><body><h1>Begin</h1><p>Once.</p></body></html>"}};
}

TEST_CASE("EPUB: chapters in reading order, with the title of the book") {
    const ExtractedText text = text_of(document_zip(book()));
    CHECK(text.title == "A Book");
    CHECK(text.text == "Begin\n\nOnce.\n\nEnd");
    CHECK(text.marks == std::vector<DocumentMark>{{DocumentMarkKind::section, 0, "Begin"},
                                                  {DocumentMarkKind::section, 14, "End"}});
}

TEST_CASE("EPUB: the fallback page of a picture in the spine is read") {
    auto entries = book();
    entries[1].content =
        "<package><manifest><item id='p' href='p.png' media-type='image/png' fallback='q'/>"
        "<item id='q' href='q.xml' media-type='text/xml' fallback='y'/>"
        "<item id='y' href='c2.xhtml' media-type='application/xhtml+xml'/>"
        "<item id='r' href='r.png' media-type='image/png' fallback='r'/></manifest>"
        "<spine><itemref idref='r'/><itemref idref='p'/></spine></package>";
    CHECK(text_of(document_zip(entries)).text == "Begin\n\nOnce.");
}

TEST_CASE("EPUB: DRM is refused as locked, obfuscated fonts are not") {
    auto entries = book();
    entries.push_back({"META-INF/encryption.xml",
                       "<e><EncryptedData><EncryptionMethod Algorithm='http://ns.adobe.com/pdf/"
                       "enc#RC'/></EncryptedData></e>"});
    CHECK(text_of(document_zip(entries)).title == "A Book");
    entries.back().content = "<e><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/"
                             "2001/04/xmlenc#aes128-cbc'/></EncryptedData></e>";
    CHECK(extract_text(document_zip(entries), {}).error().kind == RefusalKind::locked);
}

TEST_CASE("FictionBook: titles begin sections, and the book has its title") {
    const std::string fb2 =
        "<?xml version='1.0' encoding='windows-1251'?><FictionBook><description><title-info>"
        "<book-title>\xCA\xED\xE8\xE3\xE0</book-title></title-info></description><body><section>"
        "<title><p>One</p></title><p>a <emphasis>b</emphasis> c</p><poem><stanza><v>x</v><v>y</v>"
        "</stanza></poem></section></body><binary>AAAA</binary></FictionBook>";
    const ExtractedText text = text_of(fb2);
    CHECK(text.title == "Книга");
    CHECK(text.text == "One\n\na b c\n\nx\ny");
    CHECK(text.marks == std::vector<DocumentMark>{{DocumentMarkKind::section, 0, "One"}});
    CHECK(text_of(document_zip({{"book.fb2", fb2}})).text == text.text);
}

TEST_CASE("references to invalid characters become U+FFFD") {
    const ExtractedText document =
        text_of(docx("<w:p><w:r><w:t>a&#xD800;b&#x110000;c&#233;</w:t></w:r></w:p>"));
    CHECK(document.text == "a\uFFFD\uFFFD\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFDc\u00E9");
    const std::string fb2 =
        "<?xml version='1.0'?><FictionBook><description><title-info><book-title>"
        "&#xDFFF;</book-title></title-info></description><body>x</body>"
        "</FictionBook>";
    CHECK(text_of(fb2).title == "\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("a document type declaration cannot hide the depth of elements") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "<x>";
    }
    const auto extraction = extract_text(
        document_zip({{"word/document.xml", "<!DOCTYPE x \"> <!-- \">" + deep + "text"}}), {});
    REQUIRE_FALSE(extraction.has_value());
    CHECK(extraction.error().kind == RefusalKind::forbidden);
}

TEST_CASE("declared entities and endless nesting are refused") {
    const auto refusal_of = [](const std::string& bytes) {
        const auto extraction = extract_text(bytes, {});
        REQUIRE_FALSE(extraction.has_value());
        return extraction.error().kind;
    };
    const std::string bomb = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>"
                             "<!ENTITY b '&a;&a;'>]><x>&b;</x>";
    CHECK(refusal_of(bomb) == RefusalKind::forbidden);
    CHECK(refusal_of(document_zip({{"word/document.xml", bomb}})) == RefusalKind::forbidden);
    std::string deep;
    for (int i = 0; i < 200'000; ++i) {
        deep += "<x>";
    }
    CHECK(refusal_of(document_zip({{"word/document.xml", deep}})) == RefusalKind::forbidden);
    CHECK(refusal_of(document_zip({{"word/document.xml", "no XML"}})) == RefusalKind::damaged);
    CHECK(refusal_of(docx("")) == RefusalKind::empty);
}

} // namespace
} // namespace sotto::extract
