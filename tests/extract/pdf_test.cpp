#include "app/extract/extract_text.h"
#include "app/extract/pdf/pdf.h"
#include "app/extract/text/page_text.h"
#include "tests/support/pdf_writer.h"

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

TEST_CASE("PDF: the letters of an Arabic ligature are in reading order") {
    const std::string map =
        "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 4 beginbfchar "
        "<41> <06440627> <42> <0633> <43> <0645> <44> <0644> endbfchar endcmap";
    std::string pdf = test::pdf_text({{{40, 500, "CAB"}, {40, 488, "CDB"}}});
    pdf.insert(pdf.find("/Encoding"), "/ToUnicode 5 0 R");
    pdf.insert(pdf.find("trailer"), "5 0 obj<</Length " + std::to_string(map.size()) +
                                        ">>stream\n" + map + "\nendstream endobj\n");
    const auto extraction = extract_text(pdf, "pdf");
    REQUIRE(extraction.has_value());
    CHECK(extraction->text == "سلام\nسلم");
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

} // namespace
} // namespace sotto::extract
