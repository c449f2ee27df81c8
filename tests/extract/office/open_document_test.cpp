#include "tests/extract/office/office_documents.h"

#include <algorithm>

namespace sotto::extract {
namespace {

using test_documents::text_of;

using Notes = std::vector<std::string>;

// The parts of a document: its own styles, the other styles, its body.
struct Parts {
    std::string body;
    std::string automatic = {};
    std::string styles = {};
};

const std::string kSpaces =
    " xmlns:o='o' xmlns:t='t' xmlns:b='b' xmlns:d='d' xmlns:s='s' xmlns:f='f' xmlns:x='x' "
    "xmlns:p='p' xmlns:dc='dc' xmlns:svg='svg'";

std::string document(const Parts& parts, const std::vector<test::ZipEntry>& more = {}) {
    std::vector<test::ZipEntry> files{
        {"content.xml", "<o:document-content" + kSpaces + "><o:automatic-styles>" +
                            parts.automatic + "</o:automatic-styles><o:body>" + parts.body +
                            "</o:body></o:document-content>"},
        {"styles.xml", "<o:document-styles" + kSpaces + "><o:styles>" + parts.styles +
                           "</o:styles></o:document-styles>"}};
    files.insert(files.end(), more.begin(), more.end());
    return test::document_zip(files);
}

std::string text(const std::string& body) {
    return "<o:text>" + body + "</o:text>";
}

std::string style(const std::string& family, const std::string& name, const std::string& properties,
                  const std::string& more = "") {
    return "<s:style s:family='" + family + "' s:name='" + name + "' " + more + ">" + properties +
           "</s:style>";
}

std::string span(const std::string& style, const std::string& words) {
    return "<t:span t:style-name='" + style + "'>" + words + "</t:span>";
}

TEST_CASE("OpenDocument: raised and lowered text, signs, readings") {
    const std::string styles =
        style("text", "up", "<s:text-properties s:text-position='super 58%'/>") +
        style("text", "down", "<s:text-properties s:text-position='-8% 58%'/>") +
        style("text", "child", "", "s:parent-style-name='up'") +
        style("text", "sign", "<s:text-properties f:font-family='Symbol'/>");
    CHECK(text_of(document({text("<t:p>10" + span("up", "-") + span("child", "4") + " CO" +
                                 span("down", "2") + " " + span("sign", "a\uF0B3") + "</t:p>"),
                            styles}))
              .text == "10^-4 CO₂ α≥");
    CHECK(
        text_of(document({text("<t:p><t:ruby><t:ruby-base>東京</t:ruby-base><t:ruby-text>とうきょう"
                               "</t:ruby-text></t:ruby>へ</t:p>")}))
            .text == "東京(とうきょう)へ");
    CHECK(text_of(document({text("<t:p>The <t:title>field</t:title></t:p>")})).text == "The field");
}

TEST_CASE("OpenDocument: formulas and charts are embedded documents") {
    const std::string frame = "<d:frame><d:object x:href='./Object%201'/><d:image/></d:frame>";
    const std::string formula =
        "<math><semantics><mrow><mi>E</mi><mo>=</mo><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi>"
        "</mrow><msup><mi>c</mi><mn>2</mn></msup></mfrac></mrow><annotation>E = {a+b} over c^2"
        "</annotation></semantics></math>";
    CHECK(text_of(document({text("<t:p>So " + frame + " holds.</t:p>")},
                           {{"Object 1/content.xml", formula}}))
              .text == "So E=(a+b)/c² holds.");
    const std::string chart =
        "<o:document-content" + kSpaces +
        "><o:body><o:chart><c:chart xmlns:c='c'><c:title><t:p>"
        "Rain</t:p></c:title><b:table b:name='local-table'><b:table-rows><b:table-row>"
        "<b:table-cell><t:p>May</t:p></b:table-cell><b:table-cell><t:p>3</t:p></b:table-cell>"
        "</b:table-row></b:table-rows></b:table></c:chart></o:chart></o:body></o:document-content>";
    CHECK(text_of(document({text("<t:p>One " + frame + "sentence.</t:p>")},
                           {{"Object 1/content.xml", chart}}))
              .text == "One sentence.\n\nRain\n\nMay\t3");
    CHECK(text_of(document({"<o:spreadsheet><b:table b:name='S'><b:table-row><b:table-cell><t:p>1"
                            "</t:p>" +
                            frame +
                            "</b:table-cell><b:table-cell><t:p>2</t:p>"
                            "</b:table-cell></b:table-row></b:table></o:spreadsheet>"},
                           {{"Object 1/content.xml", chart}}))
              .text == "1\t2\n\nRain\n\nMay\t3");
}

std::string level(int number, const std::string& kind, const std::string& attributes) {
    return "<t:list-level-style-" + kind + " t:level='" + std::to_string(number) + "' " +
           attributes + "/>";
}

TEST_CASE("OpenDocument: the numbers of lists and headings are those that are shown") {
    const std::string styles =
        "<t:list-style s:name='L'>" + level(1, "number", "s:num-format='1' s:num-suffix='.'") +
        level(2, "number", "s:num-format='a' s:num-suffix=')' t:start-value='3'") +
        level(3, "bullet", "t:bullet-char='•'") + "</t:list-style>";
    const auto list = [](const std::string& items, const std::string& attributes = "") {
        return "<t:list t:style-name='L' " + attributes + ">" + items + "</t:list>";
    };
    const auto item = [](const std::string& content, const std::string& attributes = "") {
        return "<t:list-item " + attributes + ">" + content + "</t:list-item>";
    };
    const std::string body =
        list(
            item("<t:p>one</t:p><t:p>more</t:p>" +
                 list(item("<t:p>c</t:p>" + list(item("<t:p>dot</t:p>"))) + item("<t:p>d</t:p>"))) +
                item("<t:p>two</t:p>"),
            "id='x'") +
        "<t:p>between</t:p>" + list(item("<t:p>three</t:p>"), "t:continue-numbering='true'") +
        list(item("<t:p>first</t:p>") + item("<t:p>nine</t:p>", "t:start-value='9'")) +
        list(item(list(item("<t:p>e</t:p>"))), "t:continue-list='x'");
    CHECK(text_of(document({text(body), styles})).text ==
          "1. one\nmore\nc) c\n- dot\nd) d\n2. two\n\nbetween\n\n3. three\n\n1. first\n9. nine\n\n"
          "c) e");

    const std::string outline =
        "<t:outline-style><t:outline-level-style t:level='1' s:num-format='1'/>"
        "<t:outline-level-style t:level='2' s:num-format='1' t:display-levels='2'/>"
        "<t:outline-level-style t:level='3' s:num-format=''/></t:outline-style>";
    const auto heading = [](int level, const std::string& words, const std::string& more = "") {
        return "<t:h t:outline-level='" + std::to_string(level) + "' " + more + ">" + words +
               "</t:h>";
    };
    const ExtractedText headings = text_of(
        document({text(heading(1, "A") + heading(2, "B") + heading(2, "C") + heading(3, "D") +
                       heading(1, "E", "t:is-list-header='true'") + heading(1, "F")),
                  "", outline}));
    CHECK(headings.text == "1 A\n\n1.1 B\n\n1.2 C\n\nD\n\nE\n\n2 F");
    REQUIRE(headings.marks.size() == 6);
    CHECK(headings.marks[2].label == "1.2 C");
}

TEST_CASE("OpenDocument: cells stay cells, and what is repeated is repeated within limits") {
    const auto cell = [](const std::string& content, const std::string& attributes = "") {
        return "<b:table-cell " + attributes + ">" + content + "</b:table-cell>";
    };
    const auto row = [](const std::string& cells, const std::string& attributes = "") {
        return "<b:table-row " + attributes + ">" + cells + "</b:table-row>";
    };
    const std::string inner =
        "<b:table>" + row(cell("<t:p>Tea</t:p>") + cell("<t:p>4</t:p>")) + "</b:table>";
    CHECK(
        text_of(document({text("<b:table>" +
                               row(cell("<t:p>a<t:line-break/>b<t:tab/>c</t:p><t:list><t:list-item>"
                                        "<t:p>d</t:p></t:list-item></t:list>") +
                                   cell("<t:p>e</t:p>")) +
                               row(cell("<t:p>wide</t:p>", "b:number-columns-spanned='2'") +
                                   "<b:covered-table-cell><t:p>no</t:p></b:covered-table-cell>" +
                                   cell("<t:p>f</t:p>")) +
                               row(cell("<t:p>Stores</t:p>" + inner + "<t:p>counted</t:p>")) +
                               "</b:table>")}))
            .text == "a b c - d\te\nwide\t\tf\nStores\nTea\t4\ncounted");
    const ExtractedText sheet =
        text_of(document({"<o:spreadsheet><b:table b:name='S'>" +
                          row(cell("<t:p>x</t:p>", "b:number-columns-repeated='2'") +
                                  cell("", "b:number-columns-repeated='16000'"),
                              "b:number-rows-repeated='3'") +
                          row(cell(""), "b:number-rows-repeated='1000000'") +
                          row(cell("", "o:value='7'"), "b:number-rows-repeated='1'") +
                          row(cell("<t:p>y</t:p>"), "b:number-rows-repeated='1000000'") +
                          "</b:table></o:spreadsheet>"}));
    CHECK(sheet.text.starts_with("x\tx\nx\tx\nx\tx\n7\ny\ny\n"));
    CHECK(std::ranges::count(sheet.text, 'y') == 1000);
}

TEST_CASE("OpenDocument: notes and comments stand in brackets where they belong") {
    const std::string comment = "<o:annotation><dc:creator>Ann</dc:creator><dc:date>2024</dc:date>"
                                "<t:p>Check.</t:p><t:p>Twice.</t:p></o:annotation>";
    CHECK(text_of(document({text("<t:p>Rain<t:note><t:note-citation>1</t:note-citation>"
                                 "<t:note-body><t:p> in <t:span>May</t:span></t:p><t:p>mostly</t:p>"
                                 "</t:note-body></t:note> fell" +
                                 comment + ".</t:p>")}))
              .text == "Rain [in May mostly] fell [Comment by Ann: Check. Twice.].");
    CHECK(text_of(document({"<o:spreadsheet><b:table><b:table-row><b:table-cell>" + comment +
                            "<t:p>5</t:p></b:table-cell><b:table-cell><t:p>6</t:p></b:table-cell>"
                            "</b:table-row></b:table></o:spreadsheet>"}))
              .text == "5 [Comment by Ann: Check. Twice.]\t6");
}

TEST_CASE("OpenDocument: hidden and deleted text is left out, and that is said") {
    const std::string styles =
        style("text", "none", "<s:text-properties t:display='none'/>") +
        style("text", "child", "", "s:parent-style-name='none'") +
        style("text", "white", "<s:text-properties f:color='#ffffff'/>") +
        style("text", "dark",
              "<s:text-properties f:color='#ffffff' f:background-color='#000000'/>") +
        style("text", "auto",
              "<s:text-properties f:color='#ffffff' "
              "s:use-window-font-color='true'/>") +
        style("text", "tiny", "<s:text-properties f:font-size='1pt'/>") +
        style("paragraph", "secret", "<s:text-properties t:display='none'/>");
    for (const char* hidden :
         {"<t:p><t:span t:style-name='none'>no</t:span></t:p>",
          "<t:p><t:span t:style-name='child'>no</t:span></t:p>",
          "<t:p><t:span t:style-name='white'>no</t:span></t:p>",
          "<t:p><t:span t:style-name='tiny'>no</t:span></t:p>",
          "<t:p t:style-name='secret'>no</t:p>",
          "<t:p>no<t:hidden-paragraph t:is-hidden='true'/></t:p>",
          "<t:p><t:hidden-text t:is-hidden='true' t:string-value='no'/></t:p>",
          "<t:section t:display='none'><t:p>no</t:p></t:section>",
          "<t:section t:display='condition' t:is-hidden='true'><t:p>no</t:p></t:section>"}) {
        CAPTURE(hidden);
        const ExtractedText extracted =
            text_of(document({text("<t:p>seen</t:p>" + std::string(hidden)), styles}));
        CHECK(extracted.text == "seen");
        CHECK(extracted.notes == Notes{"Hidden text was left out."});
    }
    const ExtractedText shown =
        text_of(document({text("<t:p>" + span("dark", "a") + span("auto", "b") +
                               "<t:hidden-text t:is-hidden='false'>c</t:hidden-text></t:p>"),
                          styles}));
    CHECK(shown.text == "abc");
    CHECK(shown.notes.empty());
    const ExtractedText changed = text_of(
        document({text("<t:tracked-changes><t:changed-region><t:deletion><t:p>no</t:p></t:deletion>"
                       "</t:changed-region></t:tracked-changes><t:p>kept</t:p>")}));
    CHECK(changed.text == "kept");
    CHECK(changed.notes == Notes{"Tracked deletions were left out."});
}

TEST_CASE("OpenDocument: hidden sheets, rows, columns and slides are left out, and that is said") {
    const std::string styles =
        style("table", "ta", "<s:table-properties b:display='false'/>") +
        style("table-cell", "white", "<s:text-properties f:color='#ffffff'/>") +
        style("table-cell", "dark",
              "<s:table-cell-properties f:background-color='#000000'/>"
              "<s:text-properties f:color='#ffffff'/>") +
        style("drawing-page", "dp", "<s:drawing-page-properties p:visibility='hidden'/>");
    const auto cell = [](const std::string& words, const std::string& style = "") {
        return "<b:table-cell b:style-name='" + style + "'><t:p>" + words + "</t:p></b:table-cell>";
    };
    const ExtractedText sheets = text_of(document(
        {"<o:spreadsheet><b:table b:name='A' b:style-name='ta'><b:table-row>" + cell("no") +
             "</b:table-row></b:table><b:table b:name='B'><b:table-column/><b:table-column "
             "b:visibility='collapse'/><b:table-column/><b:table-row>" +
             cell("a") + cell("no") + cell("c", "dark") + cell("white", "white") +
             "</b:table-row><b:table-row b:visibility='filter'>" + cell("no") +
             "</b:table-row></b:table></o:spreadsheet>",
         styles}));
    CHECK(sheets.text == "a\tc");
    CHECK(sheets.notes == Notes{"Hidden sheets were left out.",
                                "Hidden rows and columns were left out.",
                                "Hidden text was left out."});
    const ExtractedText slides = text_of(
        document({"<o:presentation><d:page><t:p>one</t:p></d:page><d:page d:style-name='dp'><t:p>no"
                  "</t:p></d:page><d:page><t:p>three</t:p></d:page></o:presentation>",
                  styles}));
    CHECK(slides.text == "one\n\nthree");
    CHECK(slides.notes == Notes{"Hidden slides were left out."});
    REQUIRE(slides.marks.size() == 2);
    CHECK(slides.marks[1].label == "3");
}

TEST_CASE("OpenDocument: flat files are read, and damaged styles are named") {
    const auto flat =
        extract_text("<?xml version='1.0'?><office:document xmlns:office='o' "
                     "xmlns:text='t' xmlns:draw='d'><office:body><office:text><text:p>"
                     "flat<draw:frame><draw:image><office:binary-data>QUJD"
                     "</office:binary-data></draw:image></draw:frame></text:p>"
                     "</office:text></office:body></office:document>",
                     "fodt");
    REQUIRE(flat.has_value());
    CHECK(flat->text == "flat");
    const ExtractedText damaged = text_of(test::document_zip(
        {{"content.xml", "<x xmlns:t='t'><body><text><t:p>read</t:p></text></body></x>"},
         {"styles.xml", "no XML"}}));
    CHECK(damaged.text == "read");
    CHECK(damaged.notes == Notes{"One part could not be read: the styles."});
}

} // namespace
} // namespace sotto::extract
