#include "app/extract/extract_text.h"
#include "tests/support/documents/pdf_writer.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

ExtractedText text_of_streams(const std::vector<std::string>& streams) {
    auto extraction = extract_text(test::pdf_of(streams), "pdf");
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

ExtractedText text_of(const std::vector<std::vector<test::PdfLine>>& pages) {
    auto extraction = extract_text(test::pdf_text(pages), "pdf");
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

TEST_CASE("PDF: lines that every page has are read once, page numbers not at all") {
    std::vector<std::vector<test::PdfLine>> pages;
    const char* const words[] = {"alder", "birch", "cedar", "dogwood"};
    for (int i = 0; i < 4; ++i) {
        pages.push_back({{40, 560, "Trees of the north"},
                         {40, 500, std::string("The ") + words[i] + " grows in"},
                         {40, 488, "many places."},
                         {200, 30, std::to_string(i + 7)}});
    }
    CHECK(text_of(pages).text ==
          "Trees of the north\n\nThe alder grows in\nmany places.\n\nThe birch grows in\nmany "
          "places.\n\nThe cedar grows in\nmany places.\n\nThe dogwood grows in\nmany places.");
    // Two pages are too few, numbers that do not count pages are text, and so is what is large.
    pages.resize(2);
    CHECK(text_of(pages).text.contains("many places.\n\n7\n\nTrees of the north"));
    CHECK(text_of({{{40, 500, "a"}, {200, 30, "5"}},
                   {{40, 500, "b"}, {200, 30, "12"}},
                   {{40, 500, "c"}, {200, 30, "6"}}})
              .text == "a\n\n5\n\nb\n\n12\n\nc\n\n6");
    std::vector<std::string> slides(3, test::pdf_stream({{40, 560, "Results"}}, 24) +
                                           test::pdf_stream({{40, 400, "words about them"}}));
    CHECK(text_of_streams(slides).text.find("Results", 20) != std::string::npos);
}

TEST_CASE("PDF: numbers of lines are left out, numbers of paragraphs stand before them") {
    std::vector<test::PdfLine> lines;
    for (int i = 0; i < 8; ++i) {
        lines.push_back({30, 500 - 14 * i, std::to_string(i + 1)});
        lines.push_back({60, 500 - 14 * i, "words of a draft that go on, and"});
    }
    const std::string draft = text_of({lines}).text;
    CAPTURE(draft);
    CHECK(draft.starts_with("words of a draft that go on, and\nwords"));
    CHECK(draft.find_first_of("12345678") == std::string::npos);

    lines.clear();
    for (int i = 0; i < 4; ++i) {
        lines.push_back({30, 500 - 60 * i, std::to_string(i + 21)});
        for (int line = 0; line < 3; ++line) {
            lines.push_back({90, 500 - 60 * i - 12 * line, "The court finds that the words of"});
        }
    }
    const std::string judgment = text_of({lines}).text;
    CAPTURE(judgment);
    CHECK(judgment.starts_with("21 The court finds"));
    CHECK(judgment.contains("\n\n24 The court finds"));
}

TEST_CASE("PDF: tables are rows, with and without ruling lines") {
    const std::vector<test::PdfLine> cells{
        {40, 500, "Harbour"}, {160, 500, "Berths"}, {240, 500, "Depth in m"}, {40, 486, "Northern"},
        {160, 486, "12"},     {240, 486, "4.5"},    {40, 472, "Old"},         {160, 472, "7"},
        {240, 472, "3"},      {40, 458, "Fishing"}, {160, 458, "30"},         {240, 458, "2.5"},
    };
    std::vector<test::PdfLine> around = cells;
    around.push_back({40, 560, "The table below has all harbours of the town."});
    around.push_back({40, 400, "It was made in May."});
    const std::string rows = "Harbour\tBerths\tDepth in m\nNorthern\t12\t4.5\n"
                             "Old\t7\t3\nFishing\t30\t2.5";
    CHECK(text_of({around}).text ==
          "The table below has all harbours of the town.\n\n" + rows + "\n\nIt was made in May.");

    // Cells of two lines, and an empty one.
    const std::string ruled =
        test::pdf_stream({{45, 500, "Name"},
                          {165, 500, "Note"},
                          {45, 480, "Ann Bee"},
                          {45, 468, "of the shop"},
                          {165, 480, "new"},
                          {45, 440, "Cy"}}) +
        "40 515 m 240 515 l S 40 492 m 240 492 l S 40 460 m 240 460 l S 40 430 m 240 430 l S "
        "40 515 m 40 430 l S 160 515 m 160 430 l S 240 515 m 240 430 l S\n";
    CHECK(text_of_streams({ruled}).text == "Name\tNote\nAnn Bee of the shop\tnew\nCy\t");
}

TEST_CASE("PDF: lists and columns of text are not tables") {
    std::vector<test::PdfLine> lines;
    for (int i = 0; i < 6; ++i) {
        lines.push_back({40, 500 - 14 * i, std::to_string(i + 1) + "."});
        lines.push_back({60, 500 - 14 * i, "an item of the list"});
    }
    const std::string list = text_of({lines}).text;
    CHECK(list.starts_with("1. an item of the list\n2. an item"));
    CHECK_FALSE(list.contains('\t'));

    lines.clear();
    for (int i = 0; i < 12; ++i) {
        lines.push_back({30, 500 - 12 * i, "left words of a column that go on"});
        lines.push_back({220, 500 - 12 * i, "right words of a column that go on"});
    }
    const std::string columns = text_of({lines}).text;
    CHECK_FALSE(columns.contains('\t'));
    CHECK(columns.rfind("left") < columns.find("right"));
}

TEST_CASE("PDF: columns are read under their title, from the left to the right") {
    std::string page = test::pdf_stream({{40, 560, "A title across both columns of the page"}}, 14);
    std::vector<test::PdfLine> lines;
    for (int i = 0; i < 8; ++i) {
        lines.push_back({40, 520 - 12 * i, "left line " + std::to_string(i) + " of some words"});
        lines.push_back({215, 515 - 12 * i, "right line " + std::to_string(i) + " of some words"});
    }
    lines.push_back({40, 380, "A sentence that stands below, across both columns of the page."});
    const std::string text = text_of_streams({page + test::pdf_stream(lines)}).text;
    CAPTURE(text);
    CHECK(text.starts_with("A title across both columns of the page\n\nleft line 0"));
    CHECK(text.find("left line 7") < text.find("right line 0"));
    CHECK(text.find("right line 7") < text.find("A sentence that stands below"));
}

TEST_CASE("PDF: a title above one column does not come before another column") {
    std::string page = test::pdf_stream({{40, 560, "Understanding of a"}, {40, 544, "title"}}, 14);
    std::vector<test::PdfLine> lines;
    for (int i = 0; i < 8; ++i) {
        lines.push_back({40, 508 - 12 * i, "left line " + std::to_string(i) + " of some words"});
    }
    for (int i = 0; i < 12; ++i) {
        lines.push_back({206, 562 - 12 * i, "right line " + std::to_string(i) + " of some words"});
    }
    const std::string text = text_of_streams({page + test::pdf_stream(lines)}).text;
    CAPTURE(text);
    CHECK(text.starts_with("Understanding of a\ntitle"));
    CHECK(text.find("left line 7") < text.find("right line 0"));
}

TEST_CASE("PDF: numbers of a list stand before their items, however far") {
    std::vector<test::PdfLine> lines{{40, 530, "Before the list there is a line of text."}};
    for (int i = 0; i < 5; ++i) {
        lines.push_back({58, 500 - 14 * i, std::to_string(i + 1) + "."});
        lines.push_back({90, 500 - 14 * i, "an item of the list that has some words"});
    }
    const std::string text = text_of({lines}).text;
    CAPTURE(text);
    CHECK(text.contains("\n1. an item of the list that has some words\n2. an item"));
    CHECK(text.contains("5. an item"));
}

TEST_CASE("PDF: a cell of two lines is one cell") {
    const std::string text = text_of({{{40, 500, "Harbour"},
                                       {110, 500, "Berths"},
                                       {170, 500, "Depth"},
                                       {40, 488, "Northern"},
                                       {110, 488, "12"},
                                       {170, 488, "4"},
                                       {40, 476, "basin"},
                                       {40, 464, "Old"},
                                       {110, 464, "7"},
                                       {170, 464, "3"},
                                       {40, 452, "Fishing"},
                                       {110, 452, "30"},
                                       {170, 452, "2"}}})
                                 .text;
    CHECK(text == "Harbour\tBerths\tDepth\nNorthern basin\t12\t4\nOld\t7\t3\nFishing\t30\t2");
}

} // namespace
} // namespace sotto::extract
