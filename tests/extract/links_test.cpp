#include "app/extract/text/link_addresses.h"
#include "app/extract/text/text_builder.h"
#include "tests/extract/office/office_documents.h"

#include <string>
#include <string_view>

namespace sotto::extract {
namespace {

using test_documents::presentation;
using test_documents::run;
using test_documents::text_of;
using test_documents::word;
using test_documents::workbook;

std::string page(const std::string& body) {
    const auto extraction = extract_text("<!DOCTYPE html><html><body>" + body, "html");
    REQUIRE(extraction.has_value());
    return extraction->text;
}

std::string rtf(const std::string& body) {
    const auto extraction = extract_text("{\\rtf1\\ansi " + body + "}", "rtf");
    REQUIRE(extraction.has_value());
    return extraction->text;
}

std::string field(const std::string& instruction, const std::string& result) {
    const auto mark = [](const std::string& type) {
        return "<w:r><w:fldChar w:fldCharType='" + type + "'/></w:r>";
    };
    return mark("begin") + "<w:r><w:instrText>" + instruction + "</w:instrText></w:r>" +
           mark("separate") + result + mark("end");
}

// A Word document whose part refers to https://example.org/a as "r1".
std::string linked_word(const std::string& body) {
    return test::document_zip(
        {{"_rels/.rels", "<R><R Id='d' Type='x/officeDocument' Target='w/d.xml'/></R>"},
         {"w/d.xml",
          "<w:document xmlns:w='w' xmlns:r='r'><w:body>" + body + "</w:body></w:document>"},
         {"w/_rels/d.xml.rels", "<R><R Id='r1' Type='x/hyperlink' TargetMode='External' "
                                "Target='https://example.org/a'/><R Id='r2' Type='x/image' "
                                "TargetMode='External' Target='https://example.org/p.png'/></R>"}});
}

TEST_CASE("Only addresses of pages, mail and telephones are written, each once") {
    LinkAddresses addresses;
    CHECK(addresses.behind("the form", " https://example.org/a ") == "https://example.org/a");
    CHECK(addresses.behind("again", "https://example.org/a").empty());
    CHECK(addresses.behind("Ann", "MAILTO:ann@example.org?subject=Hello") == "ann@example.org");
    CHECK(addresses.behind("call", "tel:+491234") == "+491234");
    for (const char* other :
         {"#part", "chapter2.xhtml", "file:///etc/passwd", "javascript:x()", "", "https://",
          "data:text/plain,x", "http://a b", "ftp://example.org/x"}) {
        CAPTURE(other);
        CHECK(addresses.behind("text", other).empty());
    }
    CHECK(addresses.behind("  ", "https://example.org/picture").empty());
    CHECK(addresses.behind("long", "https://example.org/" + std::string(500, 'x')).empty());
    CHECK(addresses.behind("see www.example.net now", "http://www.example.net/").empty());
    CHECK(addresses.behind("later", "http://www.example.net/").empty());
}

TEST_CASE("The address stands behind the text of a link, and behind a heading on its own line") {
    TextBuilder builder;
    builder.begin_heading();
    builder.begin_link("https://example.org/h");
    builder.flow("Prices");
    builder.end_link();
    builder.end_heading();
    builder.flow("See ");
    builder.begin_link("https://example.org/form");
    builder.flow("the ");
    builder.begin_link("https://example.org/form"); // goes on
    builder.flow("form ");
    builder.end_link();
    builder.flow("today.");
    const auto text = builder.finish("t");
    REQUIRE(text.has_value());
    CHECK(text->text == "Prices\n\n(https://example.org/h)\n\nSee the form "
                        "(https://example.org/form) today.");
    REQUIRE(text->marks.size() == 1);
    CHECK(text->marks[0].label == "Prices");
}

TEST_CASE("HTML: addresses of links, but not of menus and of what is hidden") {
    CHECK(page("<p>See <a href='https://example.org/a'>the <b>form</b></a>.") ==
          "See the form (https://example.org/a).");
    CHECK(page("<p><a href='https://example.org/a'><img src='x.png'></a>x<a href='#y'>y</a>") ==
          "xy");
    CHECK(page("<nav><a href='https://example.org/1'>Home</a></nav><p>x") == "Home\n\nx");
    const std::string item = "<li><a href='https://example.org/";
    CHECK(page("<ul>" + item + "1'>A</a>" + item + "2'>B</a>" + item + "3'>C</a></ul>") ==
          "- A\n- B\n- C");
    CHECK(page("<ul>" + item + "1'>A</a> is good" + item + "2'>B</a>" + item + "3'>C</a></ul>") ==
          "- A (https://example.org/1) is good\n- B (https://example.org/2)\n- C "
          "(https://example.org/3)");
    CHECK_FALSE(
        page("<p>x<a href='https://example.org/9' style='display:none'>y</a>").contains("example"));
    CHECK(page("<table><tr><td><a href='https://example.org/t'>a</a><td>b</table>") ==
          "a (https://example.org/t)\tb");
    CHECK(page("<a href='https://example.org/d'><div>One</div><div>Two</div></a><p>End") ==
          "One\n\nTwo (https://example.org/d)\n\nEnd");
}

TEST_CASE("Word: addresses of links and of fields") {
    CHECK(text_of(linked_word("<w:p>" + run("See ") + "<w:hyperlink r:id='r1'>" + run("the ") +
                              run("form") + "</w:hyperlink>" + run(".") + "</w:p>"))
              .text == "See the form (https://example.org/a).");
    CHECK(text_of(linked_word("<w:p><w:hyperlink w:anchor='x'>" + run("there") +
                              "</w:hyperlink><w:hyperlink r:id='r2'>" + run(" picture") +
                              "</w:hyperlink></w:p>"))
              .text == "there picture");
    CHECK(text_of(linked_word("<w:p>" + run("See ") + "<w:hyperlink r:id='r1'>" +
                              run("the form", "<w:vanish/>") + "</w:hyperlink></w:p>"))
              .text == "See");
    CHECK(text_of(word("<w:p>" +
                       field(" HYPERLINK \"https://example.org/b\" \\o \"tip\" ", run("a page")) +
                       run(" and ") + field("PAGE", run("3")) + "</w:p>"))
              .text == "a page (https://example.org/b) and 3");
    CHECK(text_of(word("<w:p>" + field("HYPERLINK \\l \"top\"", run("up")) +
                       "<w:fldSimple w:instr='HYPERLINK https://example.org/c'>" + run(" or") +
                       "</w:fldSimple></w:p>"))
              .text == "up or (https://example.org/c)");
}

TEST_CASE("Slides and sheets: addresses of links") {
    const std::string link = "<R><R Id='r1' Type='x/hyperlink' TargetMode='External' "
                             "Target='https://example.org/a'/></R>";
    const std::string linked = "<a:r><a:rPr><a:hlinkClick r:id='r1'/></a:rPr><a:t>";
    CHECK(text_of(
              presentation({{"<p:sp><p:txBody><a:p><a:r><a:t>See </a:t></a:r>" + linked +
                                 "the </a:t></a:r>" + linked +
                                 "form</a:t></a:r><a:r><a:t>.</a:t></a:r></a:p></p:txBody></p:sp>",
                             "xmlns:r='r'"}},
                           {{"show/_rels/s1.xml.rels", link}}))
              .text.contains("See the form (https://example.org/a)."));
    CHECK(
        text_of(workbook("<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>form</t></is></c>"
                         "<c r='B1'><v>2</v></c></row></sheetData><hyperlinks><hyperlink ref='A1' "
                         "r:id='h'/><hyperlink ref='B1' location='S!A1'/></hyperlinks>",
                         "", {},
                         "<R Id='h' Type='x/hyperlink' TargetMode='External' "
                         "Target='https://example.org/s'/>"))
            .text == "S\n\nform (https://example.org/s)\t2");
}

TEST_CASE("OpenDocument, FictionBook and RTF: addresses of links") {
    CHECK(
        text_of(test::document_zip(
                    {{"content.xml", "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:x='x'>"
                                     "<o:body><o:text><t:p>See <t:a x:href='https://example.org/a'>"
                                     "the form</t:a>.</t:p></o:text></o:body>"
                                     "</o:document-content>"}}))
            .text == "See the form (https://example.org/a).");
    CHECK(
        text_of("<FictionBook xmlns:l='l'><body><section><p>See <a l:href='https://example.org/a'>"
                "the form</a>.</p></section></body></FictionBook>")
            .text == "See the form (https://example.org/a).");
    CHECK(rtf("See {\\field{\\*\\fldinst{HYPERLINK \"https://example.org/a\"}}{\\fldrslt{\\ul the "
              "form}}}.\\par{\\field{\\*\\fldinst PAGE\\par}{\\fldrslt 3}}") ==
          "See the form (https://example.org/a).\n\n3");
    CHECK(
        rtf("{\\footnote {\\field{\\*\\fldinst HYPERLINK https://example.org/n}{\\fldrslt n}}}x") ==
        "[n (https://example.org/n)]x");
    CHECK(
        rtf("a{\\*\\fldinst HYPERLINK https://example.org/never{\\footnote no}{\\listtext 1.}}b") ==
        "ab");
}

} // namespace
} // namespace sotto::extract
