#include "app/extract/extract_text.h"
#include "app/extract/pdf/pdf.h"
#include "app/extract/protocol/tesseract.h"
#include "app/extract/text/text.h"
#include "tests/support/documents/pdf_writer.h"
#include "tests/support/stroke_pdf.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace sotto::extract {
namespace {

using namespace std::string_literals;

PagePicture picture_of(const std::string& pdf, int page) {
    const auto picture = render_pdf_page(pdf, page);
    REQUIRE(picture.has_value());
    CHECK(picture->pixels.size() == std::size_t{picture->width} * picture->height);
    return *picture;
}

double share_of_ink(const PagePicture& picture) {
    const auto dark = std::ranges::count_if(
        picture.pixels, [](char pixel) { return static_cast<unsigned char>(pixel) < 128; });
    return static_cast<double>(dark) / static_cast<double>(picture.pixels.size());
}

TEST_CASE("a page is rendered at 300 dots per inch") {
    const std::string pdf = test::stroke_pdf({"HILL", ""});
    const PagePicture picture = picture_of(pdf, 1);
    CHECK(picture.pages == 2);
    CHECK(picture.width == 1750); // 420 points
    CHECK(std::max(picture.height, 2480U) - std::min(picture.height, 2480U) <= 1);
    CHECK(share_of_ink(picture) > 0.001);
    CHECK(share_of_ink(picture) < 0.1);
    CHECK(share_of_ink(picture_of(pdf, 2)) == 0);
}

TEST_CASE("a huge page is rendered within the limits") {
    std::string pdf = test::stroke_pdf({"HILL"});
    const std::string box = "[0 0 420 595]";
    for (const char* large : {"[0 0 14400 14400]", "[0 0 900000 200]", "[0 0 1e9 1e9]"}) {
        CAPTURE(large);
        std::string changed = pdf;
        changed.replace(changed.find(box), box.size(), large);
        const PagePicture picture = picture_of(changed, 1);
        CHECK(picture.pixels.size() <= kMaxPixels);
        CHECK(std::max(picture.width, picture.height) <= kLongestEdge);
    }
}

TEST_CASE("a missing page, or one without a size, is one white pixel") {
    std::string pdf = test::stroke_pdf({"HILL"});
    for (const int page : {0, -1, 2, 1'000'000}) {
        CHECK(picture_of(pdf, page).pixels == "\xFF");
    }
    CHECK(render_pdf_page("%PDF-1.7\n...", 1).error().kind == RefusalKind::damaged);
}

TEST_CASE("recognized lines become paragraphs, pages are marked, hyphenated words are joined") {
    const auto text = extract_recognized("The  first line\nhas a hyphen-\nated word.\n\nNext\n\f"
                                         " \n\f"
                                         "third\r\n\f");
    REQUIRE(text.has_value());
    CHECK(text->text == "The first line\nhas a hyphenated word.\n\nNext\n\nthird");
    CHECK(text->marks == std::vector<DocumentMark>{{DocumentMarkKind::page, 0, "1"},
                                                   {DocumentMarkKind::page, 45, "2"},
                                                   {DocumentMarkKind::page, 45, "3"}});
}

TEST_CASE(
    "a single recognized page has no mark, no page gives no text, and invalid bytes are replaced") {
    const auto one = extract_recognized("word\n\f");
    REQUIRE(one.has_value());
    CHECK(one->text == "word");
    CHECK(one->marks.empty());
    CHECK(extract_recognized("\f \n\f").error().kind == RefusalKind::empty);
    CHECK(extract_recognized("").error().kind == RefusalKind::empty);
    CHECK(extract_recognized("a\xFF\x1B[2J").value().text == "a\uFFFD[2J");
}

TEST_CASE("pictures are detected by their signatures") {
    for (const std::string& bytes :
         {"\x89PNG\r\n"s, "\xFF\xD8\xFF\xE0"s, "II*\0"s, "MM\0*"s, "RIFF\1\2\3\4WEBPVP8"s}) {
        const auto extraction = extract_text(bytes, "");
        REQUIRE_FALSE(extraction.has_value());
        CHECK(extraction.error().kind == RefusalKind::picture);
        CHECK(extraction.error().sentence.starts_with("is a picture ("));
    }
    CHECK(extract_text("GIF89a", "").error().kind == RefusalKind::unsupported);
    CHECK(extract_text("RIFF\1\2\3\4WAVE", "").error().kind == RefusalKind::unsupported);
}

TEST_CASE("Tesseract uses the installed languages, or English if there are many") {
    CHECK(join_languages({"deu.traineddata", "eng.traineddata", "osd.traineddata", "configs"}) ==
          "eng+deu");
    CHECK(join_languages({"chi_sim.traineddata", "equ.traineddata"}) == "chi_sim");
    CHECK(join_languages({"a.traineddata", "b.traineddata", "c.traineddata", "d.traineddata",
                          "eng.traineddata"}) == "eng");
    CHECK(join_languages({"--x.traineddata", ".traineddata", "a+b.traineddata"}).empty());
    CHECK(join_languages({}).empty());
}

} // namespace
} // namespace sotto::extract
