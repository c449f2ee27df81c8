#include "app/extract/extract_text.h"
#include "tests/support/document_zip.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {
namespace {

using test::document_zip;
using test::ZipEntry;

ExtractedText read(const std::string& bytes) {
    auto extraction = extract_text(bytes, {});
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

std::string fb2(const std::string& body) {
    return "<FictionBook xmlns:l='l'><description><title-info><book-title>Book</book-title>"
           "</title-info></description>" +
           body + "</FictionBook>";
}

TEST_CASE("FictionBook: the beginning may be any that XML allows, and some that it does not") {
    const std::string book = fb2("<body><section><p>Words</p></section></body>");
    const std::string comment = "<!--" + std::string(6000, 'x') + "-->";
    std::string wide;
    for (const char byte : "<?xml version='1.0' encoding='utf-16'?>" + book) {
        wide += byte;
        wide += '\0';
    }
    for (const std::string& beginning : std::vector<std::string>{
             book, "\xEF\xBB\xBF" + book, "\n\n<?xml version='1.0'?>" + book,
             "<?xml version='1.0'?>" + comment + book, comment + "\n" + book,
             "\xEF\xBB\xBF \n<?xml version='1.0'?><?p x?>" + book, "\xFF\xFE" + wide, wide,
             "<fb:" + book.substr(1, book.size() - 14) + "</fb:FictionBook>",
             document_zip({{"Book.FB2", book}, {"read.me", "x"}})}) {
        const ExtractedText text = read(beginning);
        CHECK(text.title == "Book");
        CHECK(text.text == "Words");
    }
    const std::string russian = "\n<?xml version='1.0' encoding='koi8-r'?>" +
                                fb2("<body><p>\xF0\xD2\xC9\xD7\xC5\xD4</p></body>");
    CHECK(read(russian).text == "Привет");
}

TEST_CASE("FictionBook: empty lines, raised text, cells and names of characters") {
    CHECK(read(fb2("<body><p>Once a line<empty-line/>a second.</p><empty-line/><p>x<sup>2</sup> "
                   "CO<sub>2</sub>&nbsp;&mdash; &amp;lt;</p></body>"))
              .text == "Once a line\na second.\n\nx² CO₂ \u2014 &lt;");
    CHECK(read(fb2("<body><table><tr><td>a</td><td></td><td><p>b</p><p>c</p></td></tr><tr><td>d"
                   "</td></tr></table></body>"))
              .text == "a\t\tb c\nd");
}

TEST_CASE("FictionBook: notes stand where they are referred to") {
    const ExtractedText text = read(
        fb2("<body><p>One<a l:href='#n1' type='note'>[1]</a> two<a l:href='#n1'>[1]</a>.</p></body>"
            "<body name='notes'><title><p>Notes</p></title><section id='n1'><title><p>1</p></title>"
            "<p>first</p><p>second</p></section><section id='n2'><p>unused</p></section></body>"));
    CHECK(text.text == "One [first second] two[1].\n\nNotes\n\nunused");
}

TEST_CASE("FictionBook: what follows damage is said to be lost") {
    const ExtractedText text = read("<FictionBook><body><p>Begin</p><p>x</q></body>");
    CHECK(text.text.starts_with("Begin"));
    CHECK(text.notes ==
          std::vector<std::string>{"One part could not be read: the end of the book."});
}

std::vector<ZipEntry> epub(const std::string& manifest, const std::string& spine) {
    return {{"META-INF/container.xml", "<container><rootfiles><rootfile full-path='b%20k/x.opf'/>"
                                       "</rootfiles></container>"},
            {"b k/x.opf", "<package xmlns:dc='dc'><metadata><dc:title>Book</dc:title></metadata>"
                          "<manifest>" +
                              manifest + "</manifest><spine>" + spine + "</spine></package>"}};
}

const std::string kThree = "<item id='a' href='a.html' media-type='text/plain'/>"
                           "<item id='b' href='b%2520.html' media-type='text/html'/>"
                           "<item id='c' href='sub/c.xhtml' media-type='application/xhtml+xml'/>";

TEST_CASE("EPUB: a chapter that is missing is named, and the others are read") {
    auto files = epub(kThree, "<itemref idref='a'/><itemref idref='b'/><itemref idref='c'/>");
    files.push_back({"b k/a.html", "<html><body><p>First</body></html>"});
    files.push_back({"b k/sub/c.xhtml", "<html><body><p>Third</p></body></html>"});
    const ExtractedText text = read(document_zip(files));
    CHECK(text.title == "Book");
    CHECK(text.text == "First\n\nThird");
    CHECK(text.notes == std::vector<std::string>{"One part could not be read: chapter 2."});
    files.resize(2);
    CHECK(extract_text(document_zip(files), {}).error().kind == RefusalKind::damaged);
}

TEST_CASE("EPUB: pages outside of the order of reading are last") {
    auto files = epub(kThree, "<itemref idref='c' linear='no'/><itemref idref='a'/>");
    files.push_back({"b k/a.html", "<html><body><p>First</body></html>"});
    files.push_back({"b k/sub/c.xhtml", "<html><body><p>Last</p></body></html>"});
    CHECK(read(document_zip(files)).text == "First\n\nLast");
    files[1].content.replace(files[1].content.find("<spine>"), std::string::npos, "</package>");
    files.erase(files.begin()); // no container, and no spine
    CHECK(read(document_zip(files)).text == "First\n\nLast");
}

TEST_CASE(
    "EPUB: notes in their chapter or in a file of their own stand where they are referred to") {
    auto files = epub(kThree, "<itemref idref='a'/><itemref idref='c'/>");
    files.push_back(
        {"b k/a.html",
         "<html xmlns:epub='e'><body><p>One<a epub:type='noteref' href='#n'>1</a>, two<a "
         "epub:type='noteref' href='sub/c.xhtml#n2'><sup>2</sup></a>.</p><aside "
         "epub:type='footnote' "
         "id='n' hidden='hidden'><p>near</p></aside></body></html>"});
    files.push_back({"b k/sub/c.xhtml", "<html><body><p id='n2'>far</p><p>End</p></body></html>"});
    const ExtractedText text = read(document_zip(files));
    CHECK(text.text == "One [near], two [far].\n\nEnd");
    CHECK(text.notes.empty());
}

TEST_CASE("EPUB: style sheets of the book hide text") {
    auto files = epub(kThree, "<itemref idref='a'/>");
    files.push_back({"b k/a.html", "<html><head><link rel='stylesheet' href='s.css'/></head><body>"
                                   "<p>Seen <span class='no'>secret</span></p></body></html>"});
    files.push_back({"b k/s.css", "p.x, .no { display: none }"});
    const ExtractedText text = read(document_zip(files));
    CHECK(text.text == "Seen");
    CHECK(text.notes == std::vector<std::string>{"Hidden text was left out."});
}

} // namespace
} // namespace sotto::extract
