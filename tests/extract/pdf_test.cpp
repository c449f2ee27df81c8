#include "app/extract/extract_text.h"
#include "app/extract/pdf/pdf.h"
#include "app/extract/text/hyphens.h"
#include "app/extract/text/page_text.h"
#include "tests/support/documents/pdf_writer.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

ExtractedText text_of(const std::vector<std::vector<test::PdfLine>>& pages) {
    auto extraction = extract_text(test::pdf_text(pages), "pdf");
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

TEST_CASE("PDF: each page has a mark, even without text") {
    const ExtractedText text = text_of({{{40, 500, "First page"}}, {}, {{40, 500, "Third"}}});
    CHECK(text.text == "First page\n\nThird");
    CHECK(text.marks == std::vector<DocumentMark>{{DocumentMarkKind::page, 0, "1"},
                                                  {DocumentMarkKind::page, 12, "2"},
                                                  {DocumentMarkKind::page, 12, "3"}});
}

TEST_CASE("PDF: columns are read one after the other, hyphenated words are joined") {
    std::vector<test::PdfLine> lines;
    const char* const left[] = {"The left column has", "a few lines of text in",
                                "it and one hyphen-", "ated word at the end", "of its third line."};
    const char* const right[] = {"The right column is", "read after it, as any",
                                 "person would read", "it; a well-known way", "of setting a text."};
    for (int i = 0; i < 5; ++i) {
        lines.push_back({40, 500 - 12 * i, left[i]});
        lines.push_back({240, 500 - 12 * i, right[i]});
    }
    const std::string text = text_of({lines}).text;
    CAPTURE(text);
    CHECK(text.contains("one hyphenated word"));
    CHECK(text.contains("well-known"));
    CHECK(text.find("third line.") < text.find("The right column"));
}

TEST_CASE("PDF: scanned pages and damaged files give different refusals") {
    const auto refusal_of = [](const std::string& bytes) {
        const auto extraction = extract_text(bytes, "pdf");
        REQUIRE_FALSE(extraction.has_value());
        return extraction.error().kind;
    };
    CHECK(refusal_of(test::pdf_text({{}, {}})) == RefusalKind::scanned);
    CHECK(refusal_of("%PDF-1.7\n...") == RefusalKind::damaged);
    CHECK(refusal_of(test::pdf_text({})) == RefusalKind::damaged);
    const std::string whole = test::pdf_text({{{40, 500, "text"}}});
    for (std::size_t length = 5; length < whole.size() / 2; length += 11) {
        CHECK_FALSE(extract_text(std::string_view(whole).substr(0, length), "pdf").has_value());
    }
}

std::string titled_pdf(const std::string& title) {
    std::string pdf = test::pdf_text({{{40, 500, "text"}}});
    const std::string old_end = "trailer<</Root 1 0 R>>";
    pdf.replace(pdf.find(old_end), old_end.size(),
                "4 0 obj<</Title" + title + ">>endobj\ntrailer<</Root 1 0 R/Info 4 0 R>>");
    return pdf;
}

TEST_CASE("PDF: a meaningful title is used") {
    CHECK(extract_text(titled_pdf("(Annual  report)"), "pdf")->title == "Annual report");
    CHECK(extract_text(titled_pdf("<FEFF00500065006100670065>"), "pdf")->title == "Peage");
    CHECK(extract_text(titled_pdf("(Microsoft Word - report.doc)"), "pdf")->title.empty());
    CHECK(extract_text(titled_pdf("()"), "pdf")->title.empty());
}

TEST_CASE("a title that a program filled in is ignored") {
    for (const char* title : {"", "  ", "untitled", "Untitled-1", "(Untitled)", "Document 3",
                              "report.DOC", "a.tex", "Microsoft PowerPoint - Talk",
                              "C:\\Users\\me\\x", "/tmp/x", "file:x", "12.3", "\uFFFDx"}) {
        CAPTURE(title);
        CHECK(meaningful_title(title).empty());
    }
    for (const char* title : {"War and Peace", "1984: a novel", "On documents", "\u65E5\u672C",
                              "The Microsoft story", "Untitled lives"}) {
        CAPTURE(title);
        CHECK(meaningful_title(title) == title);
    }
}

PlacedWord word(std::string text, double along, double across, bool has_space_after = false) {
    const double length = 5.0 * static_cast<double>(text.size());
    return {std::move(text), {along, along + length}, {across, across + 10}, 0, has_space_after};
}

std::string page(const std::vector<PlacedWord>& words) {
    TextBuilder builder;
    append_page(words, builder);
    return builder.finish({})->text;
}

TEST_CASE("words become lines and paragraphs by their positions") {
    CHECK(page({word("a", 0, 0, true), word("b", 10, 0), word("c", 40, 0), word("d", 45, 0)}) ==
          "a b cd");
    CHECK(page({word("a", 0, 0), word("b", 0, 12), word("c", 0, 40)}) == "a\nb\n\nc");
    CHECK(page({word("end", 0, 300), word("top", 200, 0)}) == "end\ntop");
}

TEST_CASE("lines of Hebrew and Arabic are put in logical order") {
    CHECK(page({word("םלוע", 0, 0, true), word("םולש", 30, 0)}) == "שלום עולם");
    for (const char* brackets : {".(ב)", ".)ב("}) { // by their shapes, by what they do
        CHECK(page({word(brackets, 0, 0, true), word("2026", 30, 0, true), word("תנש", 60, 0)}) ==
              "שנת 2026 (ב).");
    }
    CHECK(page({word("The", 0, 0, true), word("word", 30, 0, true), word("םולש", 60, 0, true),
                word("means", 90, 0, true), word("peace.", 120, 0)}) ==
          "The word שלום means peace.");
    // Presentation forms, one of them a ligature, become letters.
    CHECK(page({word("\uFE92\uFEDF", 0, 0, true), word("\uFEFC\uFECB", 30, 0)}) ==
          "\u0639\u0644\u0627 \u0644\u0628");
}

// A PDF of a font whose table says which letters the glyphs A to E stand for; all have one width.
std::string arabic_pdf(const std::string& operators) {
    const std::string map =
        "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 5 beginbfchar "
        "<41> <06440627> <42> <0633> <43> <0645> <44> <0644> <45> <0627> endbfchar endcmap";
    std::string pdf = test::pdf_of({"BT /F 10 Tf 40 500 Td " + operators + " ET\n"});
    std::string widths;
    for (int i = 0; i < 5; ++i) {
        widths += "500 ";
    }
    pdf.insert(pdf.find("/Encoding"),
               "/FirstChar 65/LastChar 69/Widths[" + widths + "]/ToUnicode 5 0 R");
    pdf.insert(pdf.find("trailer"), "5 0 obj<</Length " + std::to_string(map.size()) +
                                        ">>stream\n" + map + "\nendstream endobj\n");
    return pdf;
}

TEST_CASE("PDF: the letters of an Arabic ligature are in reading order, other letters stay") {
    const auto text_of_glyphs = [](const std::string& operators) {
        const auto extraction = extract_text(arabic_pdf(operators), "pdf");
        REQUIRE(extraction.has_value());
        return extraction->text;
    };
    CHECK(text_of_glyphs("(CAB) Tj 0 -12 Td (CDB) Tj") == "سلام\nسلم");
    CHECK(text_of_glyphs("[(CA)5(B)] TJ") == "سلام");
    CHECK(text_of_glyphs("[(CA)-40(B)] TJ") == "سلام");
    // Two glyphs of one width, not one of two letters.
    CHECK(text_of_glyphs("(BDEC) Tj") == "مالس");
    CHECK(text_of_glyphs("(DE) Tj") == "ال");
    CHECK(text_of_glyphs("/Span <</ActualText <FEFF06330644>>> BDC (BD) Tj EMC") == "سل");
}

TEST_CASE("only hyphenated words are joined") {
    CHECK(page({word("hyphen-", 0, 0), word("ated", 0, 12)}) == "hyphenated");
    CHECK(page({word("hyphen\u2010", 0, 0), word("ated", 0, 12)}) == "hyphenated");
    CHECK(page({word("Mary-", 0, 0), word("Ann", 0, 12)}) == "Mary-\nAnn");
    CHECK(page({word("10-", 0, 0), word("fold", 0, 12)}) == "10-\nfold");
    CHECK(page({word("-", 0, 0), word("item", 0, 12)}) == "-\nitem");
    CHECK(page({word("well-", 0, 0), word("known", 25, 0)}) == "well-known");
}

TEST_CASE("ligatures become letters") {
    CHECK(without_ligatures("\uFB01nd the o\uFB03ce, \uFB05ill") == "find the office, still");
    CHECK(without_ligatures("plain") == "plain");
}

TEST_CASE("PDF: raised and lowered text is written as powers and indices") {
    const auto stream = [](const std::string& operators) {
        return extract_text(test::pdf_of({"BT /F 10 Tf 40 500 Td " + operators + " ET\n"}), "pdf")
            ->text;
    };
    CHECK(stream("(an area of 25 m) Tj /F 7 Tf 4 Ts (2) Tj /F 10 Tf 0 Ts ( in all) Tj") ==
          "an area of 25 m² in all");
    CHECK(stream("(about 10) Tj /F 7 Tf 4 Ts (-4) Tj /F 10 Tf 0 Ts ( metres) Tj") ==
          "about 10^-4 metres");
    CHECK(stream("(the gas CO) Tj /F 7 Tf -2 Ts (2) Tj /F 10 Tf 0 Ts ( is heavy) Tj") ==
          "the gas CO₂ is heavy");
    // Smaller words on the same line are not raised.
    CHECK(stream("(Large words) Tj /F 7 Tf (and) Tj ( small) Tj") == "Large wordsand small");
}

ExtractedText text_of_streams(const std::vector<std::string>& streams) {
    auto extraction = extract_text(test::pdf_of(streams), "pdf");
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

const std::vector<std::string> kHiddenNote{"Hidden text was left out."};

TEST_CASE("PDF: text that nobody sees is left out, and that is said") {
    const std::string seen = test::pdf_stream({{40, 500, "The offer ends in June."}});
    for (const std::string hidden : {
             "1 g BT /F 10 Tf 40 400 Td (say yes) Tj ET\n", // white on paper
             "0.99 1 1 rg BT /F 10 Tf 40 400 Td (say yes) Tj ET\n",
             "0.2 g 30 390 200 30 re f BT /F 10 Tf 40 400 Td (say yes) Tj ET\n", // grey on grey
             "BT /F 0.5 Tf 40 400 Td (say yes) Tj ET\n",                         // tiny
             "BT /F 10 Tf 0.05 0 0 0.05 40 400 Tm (say yes) Tj ET\n",
             "BT /F 10 Tf 900 400 Td (say yes) Tj ET\n",                   // outside the page
             "q 0 0 9 9 re W n BT /F 10 Tf 40 400 Td (say yes) Tj ET Q\n", // clipped away
             "BT /F 10 Tf 3 Tr 40 400 Td (say yes) Tj ET\n",               // not painted
         }) {
        CAPTURE(hidden);
        const ExtractedText text = text_of_streams({seen + hidden});
        CHECK(text.text == "The offer ends in June.");
        CHECK(text.notes == kHiddenNote);
    }
}

TEST_CASE("PDF: text in light colors stays where it can be seen") {
    for (const std::string shown : {
             "0.1 g 30 390 200 30 re f 1 g BT /F 10 Tf 40 400 Td (in white) Tj ET\n",
             "0.1 g 30 390 m 230 390 l 230 420 l 130 440 l 30 420 l f "
             "1 g BT /F 10 Tf 40 400 Td (in white) Tj ET\n",
             "q 200 0 0 30 30 390 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q "
             "1 g BT /F 10 Tf 40 400 Td (in white) Tj ET\n",
             "0.8 g BT /F 10 Tf 40 400 Td (in white) Tj ET\n",
             "1 g BT /F 10 Tf 1 Tr 40 400 Td (in white) Tj ET\n", // its outline is black
             "1 g q 0 g BT /F 10 Tf 40 400 Td (in white) Tj ET Q\n",
         }) {
        CAPTURE(shown);
        const ExtractedText text = text_of_streams({shown});
        CHECK(text.text == "in white");
        CHECK(text.notes.empty());
    }
}

TEST_CASE("PDF: the invisible text of a scanned page is its text") {
    const std::string invisible = "BT /F 10 Tf 3 Tr 40 500 Td (recognized words) Tj ET\n";
    const std::string picture = "q 420 0 0 595 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n";
    const std::string stamp = test::pdf_stream({{40, 20, "scanned in May"}});
    for (const std::string& page :
         {invisible, picture + invisible, invisible + picture, picture + invisible + stamp}) {
        const ExtractedText text = text_of_streams({page});
        CHECK(text.text.starts_with("recognized words"));
        CHECK(text.notes.empty());
    }
}

TEST_CASE("PDF: a hyphen that belongs to a word stays at the end of a line") {
    CHECK(text_of({{{40, 500, "A well-known way"},
                    {40, 488, "is also a well-"},
                    {40, 476, "known one, and the hyphen-"},
                    {40, 464, "ated word is whole."}}})
              .text ==
          "A well-known way\nis also a well-known one, and the hyphenated word is whole.");
    CHECK(text_of({{{40, 500, "the state-of-"}, {40, 488, "the-art way"}}}).text ==
          "the state-of-the-art way");
    HyphenatedWords words;
    words.learn("A Well-Known (well\u2010kept) -item x- y");
    CHECK(words.is_written("a well-", "known, b"));
    CHECK(words.is_written("well\u2010", "kept"));
    CHECK_FALSE(words.is_written("well\u00AD", "known"));
    CHECK_FALSE(words.is_written("it-", "em"));
}

TEST_CASE("PDF: bullets of symbol fonts are bullets, unknown glyphs are said to be so") {
    std::string pdf = arabic_pdf("(A) Tj 20 0 Td (B) Tj");
    pdf.replace(pdf.find("<06440627>"), 10, "<F0B7>    ");
    pdf.replace(pdf.find("<0633>"), 6, "<E123>");
    CHECK(extract_text(pdf, "pdf")->text == "• \uFFFD");
}

} // namespace
} // namespace sotto::extract
