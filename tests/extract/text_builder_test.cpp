#include "app/extract/text/formula.h"
#include "app/extract/text/text_builder.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

ExtractedText finished(TextBuilder& builder) {
    auto extraction = builder.finish("  a\n title ");
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

TEST_CASE("white space in flowing text collapses to one space, and is removed at the ends") {
    TextBuilder builder;
    builder.flow("  \n a \t\n b\u00A0");
    builder.flow("c");
    builder.flow(" ");
    CHECK(finished(builder).text == "a b c");
}

TEST_CASE("of several gaps only the widest counts") {
    TextBuilder builder;
    builder.end_paragraph();
    builder.flow("a ");
    builder.end_line();
    builder.end_paragraph();
    builder.end_line();
    builder.flow(" b");
    builder.end_cell();
    builder.flow("c");
    builder.end_line();
    builder.flow("d");
    builder.end_paragraph();
    CHECK(finished(builder).text == "a\n\nb\tc\nd");
}

TEST_CASE("preformatted text keeps its spaces, and line ends become line feeds") {
    TextBuilder builder;
    builder.keep("int  x;\r\n\tif\ry");
    CHECK(finished(builder).text == "int  x;\n\tif\ny");
}

TEST_CASE("invisible characters do not split a word") {
    TextBuilder builder;
    builder.flow("hy\u00ADphen\x01\u0087\uFEFF");
    CHECK(finished(builder).text == "hyphen");
}

TEST_CASE("marks are placed where the next text begins, counted in characters") {
    TextBuilder builder;
    builder.mark(DocumentMarkKind::page, "1");
    builder.flow("é");
    builder.end_paragraph();
    builder.mark(DocumentMarkKind::page, "2");
    builder.begin_heading();
    builder.flow("On  two");
    builder.end_heading();
    builder.flow("b");
    builder.mark(DocumentMarkKind::page, "3");
    const ExtractedText extracted = finished(builder);
    CHECK(extracted.text == "é\n\nOn two\n\nb");
    CHECK(extracted.title == "a title");
    CHECK(extracted.marks == std::vector<DocumentMark>{{DocumentMarkKind::page, 0, "1"},
                                                       {DocumentMarkKind::page, 3, "2"},
                                                       {DocumentMarkKind::section, 3, "On two"},
                                                       {DocumentMarkKind::page, 12, "3"}});
}

TEST_CASE("an empty heading has no mark") {
    TextBuilder builder;
    builder.flow("a");
    builder.begin_heading();
    builder.flow(" ");
    builder.end_heading();
    builder.flow("b");
    CHECK(finished(builder).marks.empty());
}

TEST_CASE("a mark inside an empty heading is placed where the next text begins") {
    TextBuilder builder;
    builder.mark(DocumentMarkKind::page, "1");
    builder.flow("a");
    builder.begin_heading();
    builder.break_line();
    builder.mark(DocumentMarkKind::page, "2");
    builder.end_heading();
    builder.flow("b");
    const ExtractedText extracted = finished(builder);
    CHECK(extracted.text == "a\n\n\nb");
    CHECK(extracted.marks == std::vector<DocumentMark>{{DocumentMarkKind::page, 0, "1"},
                                                       {DocumentMarkKind::page, 4, "2"}});
}

TEST_CASE("no text and too much text are refused") {
    TextBuilder empty;
    empty.keep(" \n");
    const auto nothing = empty.finish({});
    REQUIRE_FALSE(nothing.has_value());
    CHECK(nothing.error().kind == RefusalKind::empty);

    TextBuilder full;
    const std::string piece(std::size_t{1} << 20U, 'x');
    for (int i = 0; i < 65; ++i) {
        full.keep(piece);
    }
    CHECK(full.is_full());
    const auto much = full.finish({});
    REQUIRE_FALSE(much.has_value());
    CHECK(much.error().kind == RefusalKind::too_large);
}

TEST_CASE("labels are cut between characters") {
    std::string text;
    for (int i = 0; i < 300; ++i) {
        text += "é";
    }
    const std::string label = to_label(text);
    CHECK(label.size() <= kLongestLabel);
    CHECK(label.size() % 2 == 0);
    CHECK(to_label(" a \n b ") == "a b");
}

TEST_CASE("raised and lowered text is told from what it stands beside") {
    TextBuilder builder;
    builder.flow("E=mc");
    builder.raise("2");
    builder.flow(", 10");
    builder.raise("-");
    builder.raise("4");
    builder.flow(" of CO");
    builder.lower("2");
    builder.raise("n+1 ");
    builder.flow("on the 1");
    builder.raise("st");
    CHECK(finished(builder).text == "E=mc², 10^-4 of CO₂^(n+1) on the 1st");
}

TEST_CASE("empty cells keep the columns of a row, but for those at its end") {
    TextBuilder builder;
    builder.next_cell();
    builder.flow("b");
    builder.flow(" ");
    builder.next_cell();
    builder.next_cell();
    builder.flow("d");
    builder.next_cell();
    builder.end_line();
    builder.flow("a");
    builder.next_cell();
    builder.raise("2");
    builder.next_cell();
    CHECK(finished(builder).text == "\tb\t\td\na\t2");
}

TEST_CASE("each sentence about a document is kept once") {
    TextBuilder builder;
    builder.flow("a");
    builder.add_note("Hidden text was left out.");
    builder.add_note("Hidden text was left out.");
    CHECK(finished(builder).notes == std::vector<std::string>{"Hidden text was left out."});
}

TEST_CASE("formulas are written on one line") {
    CHECK(raised_text("x", "n") == "^n");
    CHECK(raised_text("x", "(n+1)") == "^(n+1)");
    CHECK(raised_text("", "2") == "2");
    CHECK(raised_text("Brand", "™") == "™");
    CHECK(lowered_text("C", "12") == "₁₂");
    CHECK(lowered_text("x", "max") == "_max");
    CHECK(fraction_text("a+b", "2") == "(a+b)/2");
    CHECK(fraction_text("(a)(b)", "-x") == "((a)(b))/-x");
    CHECK(fraction_text("1", "a·b") == "1/(a·b)");
    CHECK(lowered_text("lim", "x→0") == "_(x→0)");
    CHECK(lowered_text("lim", "∞") == "_∞");
    CHECK(power_text("ix") == "^ix");
    CHECK(power_text("n ∈ N") == "^(n ∈ N)");
    CHECK(power_text("−1") == "^−1");
    CHECK(power_text("2") == "²");
    CHECK(power_text("′") == "′");
    CHECK(root_text("x") == "√x");
    CHECK(root_text("x + 1", "3") == "∛(x + 1)");
    CHECK(root_text("2", "n") == "^(n)√2");
}

TEST_CASE("within a formula raised letters are a power, never the end of a word") {
    CHECK(power_text("x", "ab") == "x^ab");
    CHECK(power_text("x", "n+1") == "x^(n+1)");
    CHECK(power_text("1", "st") == "1^st");
    CHECK(power_text("a+b", "2") == "(a+b)²");
    CHECK(power_text("(a+b)", "3") == "(a+b)³");
    CHECK(power_text("f", "\u2032") == "f\u2032");
    CHECK(power_text("90", "\u2218") == "90°");
    CHECK(index_text("x", "12") == "x₁₂");
    CHECK(index_text("x", "i,j") == "x_(i,j)");
    CHECK(index_text("x", "i+1") == "x_(i+1)");
    CHECK(index_text("", "1") == "1");
    CHECK(power_text("x", "2n") == "x^(2n)");
    CHECK(fraction_text("1", "2a") == "1/(2a)");
}

TEST_CASE("raised letters behind a single small letter are a power, behind a word its end") {
    CHECK(raised_text("and e", "iπ") == "^iπ");
    CHECK(raised_text("x", "ab") == "^ab");
    CHECK(raised_text("M", "lle") == "lle");
    CHECK(raised_text("Mr", "rs") == "rs");
}

} // namespace
} // namespace sotto::extract
