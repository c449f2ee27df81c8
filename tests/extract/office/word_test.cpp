#include "tests/extract/office/office_documents.h"

#include <algorithm>

namespace sotto::extract {
namespace {

using test_documents::paragraph;
using test_documents::run;
using test_documents::text_of;
using test_documents::word;

using Notes = std::vector<std::string>;

std::string formula(const std::string& content) {
    return text_of(word("<w:p><m:oMath>" + content + "</m:oMath></w:p>")).text;
}

std::string letter(const std::string& text) {
    return "<m:r><m:t>" + text + "</m:t></m:r>";
}

std::string in(const std::string& name, const std::string& content) {
    return "<m:" + name + ">" + content + "</m:" + name + ">";
}

TEST_CASE("Word: of content in two forms, the one that can be read is read, once") {
    const std::string shape = "<mc:AlternateContent><mc:Choice><wps:wsp/></mc:Choice><mc:Fallback>"
                              "<w:pict><v:textbox><w:txbxContent>" +
                              paragraph("box") +
                              "</w:txbxContent></v:textbox></w:pict>"
                              "</mc:Fallback></mc:AlternateContent>";
    CHECK(text_of(word("<w:p><w:r><mc:AlternateContent><mc:Choice Requires='w16se'/><mc:Fallback>"
                       "<w:t>☺</w:t></mc:Fallback></mc:AlternateContent></w:r>" +
                       run(" smiles") + "</w:p>"))
              .text == "☺ smiles");
    CHECK(text_of(word("<w:p><w:r><mc:AlternateContent><mc:Choice><w16se:symEx w16se:font='Emoji' "
                       "w16se:char='1F600'/></mc:Choice><mc:Fallback><w:t>☺</w:t></mc:Fallback>"
                       "</mc:AlternateContent></w:r></w:p>"))
              .text == "😀");
    // A text box does not part the sentence that it is anchored in.
    CHECK(text_of(word("<w:p>" + run("One ") + "<w:r>" + shape + "</w:r>" + run("sentence.") +
                       "</w:p>" + paragraph("End")))
              .text == "One sentence.\n\nbox\n\nEnd");
    CHECK(text_of(word("<w:p><w:r><w:pict><v:shape><v:textpath string='Word art'/></v:shape>"
                       "</w:pict></w:r></w:p>"))
              .text == "Word art");
}

TEST_CASE("Word: signs of symbol fonts become the characters that they look like") {
    CHECK(text_of(word("<w:p><w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:sym w:font='symbol' "
                       "w:char='0061'/><w:sym w:font='Wingdings' w:char='F0FE'/><w:sym "
                       "w:font='Wingdings 2' w:char='F050'/><w:sym w:font='Wingdings 3' "
                       "w:char='F022'/><w:sym w:font='Webdings' w:char='F061'/><w:sym "
                       "w:font='Arial' w:char='00E9'/><w:sym w:font='Unknown' w:char='F041'/>"
                       "<w:sym w:char='D800'/></w:r></w:p>"))
              .text == "≥α☑✓→✔é\uFFFD\uFFFD");
    CHECK(
        text_of(word(paragraph("abG", "", "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>"))).text ==
        "αβΓ");
    CHECK(text_of(word(paragraph("a \uF0D8 b", "", "<w:rFonts w:ascii='Wingdings'/>"))).text ==
          "♋ ➢ ♌");
    CHECK(text_of(word(paragraph("ü", "<w:pStyle w:val='tick'/>"),
                       {{"styles", "<w:style w:type='paragraph' w:styleId='tick'><w:rPr><w:rFonts "
                                   "w:ascii='Wingdings'/></w:rPr></w:style>"}}))
              .text == "✓");
}

TEST_CASE("Word: readings stand in brackets behind their word, and drop caps before theirs") {
    const std::string ruby = "<w:r><w:ruby><w:rt>" + run("とうきょう") + "</w:rt><w:rubyBase>" +
                             run("東京") + "</w:rubyBase></w:ruby></w:r>";
    CHECK(text_of(word("<w:p>" + ruby + run("へ") + "</w:p>")).text == "東京(とうきょう)へ");
    CHECK(text_of(word(paragraph("T", "<w:framePr w:dropCap='drop' w:lines='3'/>") +
                       paragraph("he river rose.") + paragraph("Then it fell.")))
              .text == "The river rose.\n\nThen it fell.");
}

TEST_CASE("Word: formulas are on one line") {
    CHECK(formula(in("f", in("num", letter("a+b")) + in("den", letter("2")))) == "(a+b)/2");
    CHECK(formula(letter("E=m") + in("sSup", in("e", letter("c")) + in("sup", letter("2")))) ==
          "E=mc²");
    CHECK(formula(in("sSup", in("e", letter("e")) + in("sup", letter("ix")))) == "e^ix");
    CHECK(formula(in("sSubSup", in("e", letter("x")) + in("sub", letter("i")) +
                                    in("sup", letter("n")))) == "x_i^n");
    CHECK(formula(in("rad", in("deg", letter("3")) + in("e", letter("x+1")))) == "∛(x+1)");
    CHECK(formula(in("rad", "<m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/>" +
                                in("e", letter("x")))) == "√x");
    CHECK(formula(in("nary", "<m:naryPr><m:chr m:val='∑'/></m:naryPr>" + in("sub", letter("i=1")) +
                                 in("sup", letter("n")) + in("e", letter("i")))) == "∑_(i=1)^n i");
    CHECK(formula(in("nary", in("sub", letter("0")) + in("sup", letter("1")) +
                                 in("e", letter("x dx")))) == "∫₀^1 x dx");
    const std::string row = in("mr", in("e", letter("a")) + in("e", letter("b")));
    CHECK(formula(in("d", in("e", in("m", row + row)))) == "(a, b; a, b)");
    CHECK(formula(in("d", "<m:dPr><m:begChr m:val='|'/><m:endChr m:val='|'/></m:dPr>" +
                              in("e", letter("x")))) == "|x|");
    CHECK(formula(in("func",
                     in("fName", in("limLow", in("e", letter("lim")) + in("lim", letter("x→0")))) +
                         in("e", letter("f")))) == "lim_(x→0) f");
    CHECK(formula(in("acc", in("e", letter("x")))) == "x\u0302");
    CHECK(formula(in("bar", "<m:barPr><m:pos m:val='top'/></m:barPr>" + in("e", letter("x")))) ==
          "x\u0305");
    CHECK(text_of(word("<w:p><m:oMath>" + letter("a") +
                       "<m:r><w:rPr><w:vanish/></w:rPr><m:t>b"
                       "</m:t></m:r></m:oMath></w:p>"))
              .text == "a");
}

TEST_CASE("Word: equation fields show what their instruction says") {
    const auto field = [](const std::string& instruction, const std::string& result = "") {
        const auto mark = [](const char* type) {
            return "<w:r><w:fldChar w:fldCharType='" + std::string(type) + "'/></w:r>";
        };
        return text_of(word("<w:p>" + run("x ") + mark("begin") + "<w:r><w:instrText>" +
                            instruction + "</w:instrText></w:r>" + mark("separate") + result +
                            mark("end") + run(" y") + "</w:p>"))
            .text;
    };
    CHECK(
        field(" EQ \\* jc2 \\* \"Font:MS Mincho\" \\* hps10 \\o\\ad(\\s\\up 9(とうきょう),東京)") ==
        "x 東京(とうきょう) y");
    CHECK(field("EQ \\f(a+b;2)") == "x (a+b)/2 y");
    CHECK(field("EQ \\r(3,x\\,1)") == "x ∛x,1 y");
    CHECK(field("eq \\i\\su(i=1,n,i)") == "x ∑_(i=1)^n i y");
    CHECK(field("EQ \\f(1,2)", run("half")) == "x half y");
    CHECK(field("EQ \\f(\\f(1") == "x 1 y");
    CHECK(field("PAGE") == "x y");
}

TEST_CASE("Word: text is raised and lowered by runs and by styles") {
    const std::string up = "<w:vertAlign w:val='superscript'/>";
    CHECK(text_of(word("<w:p>" + run("10") + run("-", up) + run("4", up) + run(" of CO") +
                       run("2", "<w:vertAlign w:val='subscript'/>") + "</w:p>"))
              .text == "10^-4 of CO₂");
    const std::string styles =
        "<w:style w:type='character' w:styleId='up'><w:rPr>" + up +
        "</w:rPr></w:style>"
        "<w:style w:type='character' w:styleId='child'><w:basedOn w:val='up'/></w:style>";
    CHECK(
        text_of(word("<w:p>" + run("m") + run("2", "<w:rStyle w:val='child'/>") + " " + run(" m") +
                         run("2", "<w:rStyle w:val='child'/><w:vertAlign w:val='baseline'/>") +
                         "</w:p>",
                     {{"styles", styles}}))
            .text == "m² m2");
}

std::string numbering(const std::string& levels, const std::string& lists) {
    return "<w:abstractNum w:abstractNumId='0'>" + levels + "</w:abstractNum>" + lists;
}

std::string level(int number, const std::string& format, const std::string& text,
                  const std::string& more = "") {
    return "<w:lvl w:ilvl='" + std::to_string(number) + "'><w:start w:val='1'/><w:numFmt w:val='" +
           format + "'/><w:lvlText w:val='" + text + "'/>" + more + "</w:lvl>";
}

std::string item(int list, int level, const std::string& text) {
    return paragraph(text, "<w:numPr><w:ilvl w:val='" + std::to_string(level) +
                               "'/><w:numId w:val='" + std::to_string(list) + "'/></w:numPr>");
}

TEST_CASE("Word: the numbers of lists are those that are shown") {
    const std::string lists =
        numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)") +
                      level(2, "upperRoman", "%1.%2.%3"),
                  "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'>"
                  "<w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride "
                  "w:val='5'/></w:lvlOverride></w:num>");
    CHECK(text_of(word(item(1, 0, "one") + item(1, 1, "a") + item(1, 1, "b") + item(1, 2, "deep") +
                           item(1, 0, "two") + item(1, 1, "again") + paragraph("between") +
                           item(1, 0, "three") + item(2, 0, "five") + item(2, 0, "six") +
                           item(0, 0, "no item"),
                       {{"numbering", lists}}))
              .text == "1. one\na) a\nb) b\n1.b.I deep\n2. two\na) again\n\nbetween\n\n3. three\n"
                       "5. five\n6. six\n\nno item");
    const std::string bullets = numbering(
        level(0, "bullet", "\uF0B7"), "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>");
    CHECK(text_of(word(item(1, 0, "a") + item(1, 0, "b"), {{"numbering", bullets}})).text ==
          "- a\n- b");
}

TEST_CASE("Word: headings are found by their style's ancestors, and bear their numbers") {
    const std::string styles =
        "<w:style w:type='paragraph' w:styleId='h1'><w:name w:val='heading 1'/><w:pPr><w:numPr>"
        "<w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='h2'><w:name w:val='heading 2'/><w:pPr><w:numPr>"
        "<w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='mine'><w:basedOn w:val='h2'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='toc'><w:basedOn w:val='h1'/><w:pPr><w:outlineLvl "
        "w:val='9'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style>";
    const std::string lists = numbering(level(0, "decimal", "%1", "<w:pStyle w:val='h1'/>") +
                                            level(1, "decimal", "%1.%2", "<w:pStyle w:val='h2'/>"),
                                        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>");
    const ExtractedText document =
        text_of(word(paragraph("Contents", "<w:pStyle w:val='toc'/>") +
                         paragraph("First", "<w:pStyle w:val='h1'/>") + paragraph("text") +
                         paragraph("Second", "<w:pStyle w:val='h1'/>") +
                         paragraph("Within", "<w:pStyle w:val='mine'/>"),
                     {{"styles", styles}, {"numbering", lists}}));
    CHECK(document.text == "Contents\n\n1 First\n\ntext\n\n2 Second\n\n2.1 Within");
    REQUIRE(document.marks.size() == 3);
    CHECK(document.marks[2].label == "2.1 Within");
}

TEST_CASE("Word: cells stay cells, whatever is in them") {
    const auto cell = [](const std::string& content, const std::string& properties = "") {
        return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + content + "</w:tc>";
    };
    const auto row = [](const std::string& cells) { return "<w:tr>" + cells + "</w:tr>"; };
    const std::string two = paragraph("one") + "<w:p><w:r><w:t>two</w:t><w:br/><w:t>three</w:t>"
                                               "<w:tab/><w:t>four</w:t></w:r></w:p>";
    CHECK(text_of(word("<w:tbl>" + row(cell(two) + cell(paragraph("b"))) +
                       row(cell(paragraph("")) + cell(paragraph("c"))) + "</w:tbl>"))
              .text == "one two three four\tb\n\tc");
    // A cell that spans two columns leaves the second empty, as one that goes on from above is.
    CHECK(text_of(word("<w:tbl>" +
                       row(cell(paragraph("wide"), "<w:gridSpan w:val='2'/>") +
                           cell(paragraph("x"), "<w:vMerge w:val='restart'/>")) +
                       row(cell(paragraph("a")) + cell(paragraph("b")) +
                           cell(paragraph(""), "<w:vMerge/>")) +
                       "</w:tbl>"))
              .text == "wide\t\tx\na\tb");
    const std::string inner = "<w:tbl>" + row(cell(paragraph("Tea")) + cell(paragraph("4"))) +
                              row(cell(paragraph("Salt")) + cell(paragraph("7"))) + "</w:tbl>";
    CHECK(text_of(word("<w:tbl>" +
                       row(cell(paragraph("Stores") + inner + paragraph("counted in May"))) +
                       "</w:tbl>" + paragraph("After")))
              .text == "Stores\nTea\t4\nSalt\t7\ncounted in May\n\nAfter");
}

TEST_CASE("Word: notes and comments stand in brackets where they belong") {
    const std::string body =
        "<w:p>" + run("Rain") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run(" fell") +
        "<w:r><w:endnoteReference w:id='1'/></w:r><w:r><w:commentReference w:id='0'/></w:r>" +
        run(".") + "</w:p>";
    CHECK(
        text_of(word(body,
                     {{"footnotes", "<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r>" +
                                        run(" in May") + "</w:p>" + paragraph("mostly") +
                                        "</w:footnote><w:footnote w:id='9'>" + paragraph("unused") +
                                        "</w:footnote>"},
                      {"endnotes", "<w:endnote w:id='1'>" + paragraph("at last") + "</w:endnote>"},
                      {"comments", "<w:comment w:id='0' w:author='Ann'>" + paragraph("Check.") +
                                       "</w:comment>"}}))
            .text == "Rain [in May mostly] fell [at last] [Comment by Ann: Check.].");
}

TEST_CASE("Word: inserted text is read, deleted text is not, and that is said") {
    const ExtractedText document =
        text_of(word("<w:p><w:ins>" + run("new ") +
                     "</w:ins><w:del><w:r><w:delText>old</w:delText></w:r>"
                     "</w:del><w:moveFrom>" +
                     run("from") + "</w:moveFrom><w:moveTo>" + run("to") +
                     "</w:moveTo></w:p><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("one ") +
                     "</w:p>" + paragraph("paragraph")));
    CHECK(document.text == "new to\n\none paragraph");
    CHECK(document.notes == Notes{"Tracked deletions were left out."});
    CHECK(text_of(word(paragraph("all of it"))).notes.empty());
}

TEST_CASE("Word: hidden text is left out, and that is said") {
    const std::string styles =
        "<w:style w:type='character' w:styleId='unseen'><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:type='character' w:styleId='child'><w:basedOn w:val='unseen'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='secret'><w:rPr><w:vanish/></w:rPr></w:style>";
    const auto visible = [&styles](const std::string& body) {
        return text_of(word(paragraph("seen") + body, {{"styles", styles}}));
    };
    for (const char* properties :
         {"<w:vanish/>", "<w:vanish w:val='1'/>", "<w:rStyle w:val='child'/>",
          "<w:color w:val='FFFFFF'/>", "<w:color w:val='fefefe'/>", "<w:sz w:val='2'/>",
          "<w:color w:val='FF0000'/><w:highlight w:val='red'/>",
          "<w:color w:val='1F3864'/><w:shd w:val='clear' w:fill='1F3864'/>"}) {
        CAPTURE(properties);
        const ExtractedText document = visible(paragraph("hidden", "", properties));
        CHECK(document.text == "seen");
        CHECK(document.notes == Notes{"Hidden text was left out."});
    }
    for (const char* properties :
         {"<w:vanish w:val='0'/>", "<w:webHidden/>", "<w:color w:val='auto'/>",
          "<w:rStyle w:val='child'/><w:vanish w:val='false'/>", "<w:sz w:val='16'/>",
          "<w:color w:val='FFFFFF'/><w:highlight w:val='black'/>"}) {
        CAPTURE(properties);
        const ExtractedText document = visible(paragraph("shown", "", properties));
        CHECK(document.text == "seen\n\nshown");
        CHECK(document.notes.empty());
    }
    CHECK(visible(paragraph("hidden", "<w:pStyle w:val='secret'/>")).text == "seen");
    // Two styles that hide cancel each other.
    CHECK(visible(paragraph("shown", "<w:pStyle w:val='secret'/>", "<w:rStyle w:val='unseen'/>"))
              .text == "seen\n\nshown");
    // White is seen on a dark cell.
    CHECK(visible("<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val='clear' w:fill='000000'/></w:tcPr>" +
                  paragraph("shown", "", "<w:color w:val='FFFFFF'/>") + "</w:tc></w:tr></w:tbl>")
              .text == "seen\n\nshown");
    CHECK(
        visible("<w:p><w:r><w:drawing><wp:anchor><wp:docPr hidden='1'/><wps:txbx><w:txbxContent>" +
                paragraph("hidden") +
                "</w:txbxContent></wps:txbx></wp:anchor></w:drawing></w:r></w:p>")
            .text == "seen");
}

TEST_CASE("Word: a hidden item of a list has no number") {
    const std::string lists = numbering(level(0, "decimal", "%1."),
                                        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>");
    const std::string unseen = "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:rPr>"
                               "<w:vanish/></w:rPr></w:pPr>" +
                               run("hidden", "<w:vanish/>") + "</w:p>";
    CHECK(text_of(word(item(1, 0, "a") + unseen + item(1, 0, "b"), {{"numbering", lists}})).text ==
          "1. a\n2. b");
}

TEST_CASE("Word: damaged styles are named, and the text is read") {
    const std::string bytes = test::document_zip(
        {{"_rels/.rels", "<R><R Id='d' Type='x/officeDocument' Target='/letter%201.xml'/></R>"},
         {"letter 1.xml", "<w:document xmlns:w='w'>" + paragraph("text") + "</w:document>"},
         {"word/document.xml", "<w:document xmlns:w='w'>" + paragraph("old") + "</w:document>"},
         {"_rels/letter 1.xml.rels", "<R><R Id='s' Type='x/styles' Target='Styles.XML'/></R>"},
         {"styles.xml", "no XML"}});
    const ExtractedText document = text_of(bytes);
    CHECK(document.text == "text");
    CHECK(document.notes == Notes{"One part could not be read: the styles."});
}

} // namespace
} // namespace sotto::extract
