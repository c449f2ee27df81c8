#include "app/documents/frame_parser.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

using namespace std::string_literals;

ExtractionAnswer sample() {
    return {{false, true},
            ExtractedText{"Title",
                          "péage",
                          {{DocumentMarkKind::page, 0, "1"}, {DocumentMarkKind::section, 5, "é"}},
                          {"Hidden text was left out.", "Another note."}}};
}

std::string frame(char tag, std::string_view content) {
    std::string bytes(1, tag);
    for (unsigned i = 0; i < 4; ++i) {
        bytes += static_cast<char>(content.size() >> 8 * i & 0xFFU);
    }
    return bytes.append(content);
}

bool is_refused(std::string_view frames) {
    return !from_frames(std::string(kAnswerFormat).append(frames)).has_value();
}

const std::string kEnd = frame('Z', "");

TEST_CASE("an answer survives serialization") {
    const auto answer = from_frames(to_frames(sample()));
    REQUIRE(answer.has_value());
    CHECK_FALSE(answer->missing.system_calls);
    CHECK(answer->missing.files);
    REQUIRE(answer->extraction.has_value());
    CHECK(answer->extraction->title == "Title");
    CHECK(answer->extraction->text == "péage");
    CHECK(answer->extraction->marks == sample().extraction->marks);
    CHECK(answer->extraction->notes == sample().extraction->notes);

    const auto refusal = from_frames(to_frames({{}, refuse(RefusalKind::locked, "is locked")}));
    REQUIRE(refusal.has_value());
    REQUIRE_FALSE(refusal->extraction.has_value());
    CHECK(refusal->extraction.error().kind == RefusalKind::locked);
    CHECK(refusal->extraction.error().sentence == "is locked");
}

TEST_CASE("an answer that is truncated anywhere, or has trailing bytes, is refused") {
    const std::string whole = to_frames(sample());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        CHECK_FALSE(from_frames(std::string_view(whole).substr(0, length)).has_value());
    }
    CHECK_FALSE(from_frames(whole + "x").has_value());
}

TEST_CASE("the answers of a compromised extractor are refused") {
    const std::string page_at_9 = "\0\x09\0\0\0\0\0\0\0"s;
    CHECK_FALSE(is_refused(frame('X', "text") + kEnd));
    CHECK(is_refused(kEnd));
    CHECK(is_refused(frame('X', "\xFF") + kEnd));
    CHECK(is_refused(frame('T', "two\nlines") + frame('X', "text") + kEnd));
    CHECK(is_refused(frame('T', std::string(kLongestLabel + 1, 'x')) + frame('X', "t") + kEnd));
    CHECK(is_refused(frame('W', "\x04") + frame('X', "text") + kEnd));
    CHECK(is_refused(frame('?', "") + frame('X', "text") + kEnd));
    CHECK(is_refused(frame('M', page_at_9) + frame('X', "text") + kEnd));
    CHECK(is_refused(frame('M', "\x02\0\0\0\0\0\0\0\0"s) + frame('X', "text") + kEnd));
    CHECK(
        is_refused(frame('M', "\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s) + frame('X', "text") + kEnd));
    CHECK(is_refused(frame('M', page_at_9) + frame('M', std::string(9, '\0')) +
                     frame('X', "long enough") + kEnd));
    CHECK(is_refused(frame('R', "") + kEnd));
    CHECK(is_refused(frame('R', "\x0Bit") + kEnd));
    CHECK(is_refused(frame('R', "\x01\x1B[2J") + kEnd));
    CHECK(is_refused("X\xFF\xFF\xFF\xFF"s));
}

TEST_CASE("notes of a compromised extractor are refused beyond their limits") {
    const auto notes = [](std::size_t count, std::string_view note) {
        std::string frames;
        for (std::size_t i = 0; i < count; ++i) {
            frames += frame('N', note);
        }
        return frames + frame('X', "text") + kEnd;
    };
    CHECK_FALSE(is_refused(notes(kMaxNotes, std::string(kLongestLabel, 'n'))));
    CHECK(is_refused(notes(kMaxNotes + 1, "n")));
    CHECK(is_refused(notes(1, std::string(kLongestLabel + 1, 'n'))));
    CHECK(is_refused(notes(1, "")));
    CHECK(is_refused(notes(1, "two\nlines")));
    CHECK(is_refused(notes(1, "\x1B[2J")));
    CHECK(is_refused(notes(1, "\xFF")));
}

TEST_CASE("a page survives serialization") {
    const auto answer =
        page_from_frames(page_to_frames(PageAnswer{{}, PagePicture{7, 2, 3, "abcdef"}}));
    REQUIRE(answer.has_value());
    REQUIRE(answer->page.has_value());
    CHECK(answer->page->pages == 7);
    CHECK(answer->page->width == 2);
    CHECK(answer->page->height == 3);
    CHECK(answer->page->pixels == "abcdef");

    const auto refusal =
        page_from_frames(page_to_frames(PageAnswer{{}, refuse(RefusalKind::locked, "is locked")}));
    REQUIRE(refusal.has_value());
    CHECK(refusal->page.error().sentence == "is locked");
}

TEST_CASE("a page with an invalid size is refused") {
    const auto page = [](std::uint32_t pages, std::uint32_t width, std::uint32_t height,
                         std::size_t pixels) {
        return page_from_frames(
                   page_to_frames(
                       PageAnswer{{}, PagePicture{pages, width, height, std::string(pixels, 'x')}}))
            .has_value();
    };
    CHECK(page(1, 4, 5, 20));
    CHECK_FALSE(page(1, 4, 5, 19));
    CHECK_FALSE(page(1, 4, 5, 21));
    CHECK_FALSE(page(0, 4, 5, 20));
    CHECK_FALSE(page(1, 0, 5, 0));
    CHECK_FALSE(page(1, 65536, 65536, 0)); // a product of 32 bits would be 0
    CHECK_FALSE(page(1, kLongestEdge + 1, 1, kLongestEdge + 1));
    CHECK_FALSE(page(1, 5000, 5000, 25'000'000));
    const std::string frames(kAnswerFormat);
    CHECK_FALSE(page_from_frames(frames + frame('P', "short") + kEnd).has_value());
    CHECK_FALSE(page_from_frames(frames + frame('X', "text") + kEnd).has_value());
    CHECK_FALSE(page_from_frames(frames + kEnd).has_value());
}

} // namespace
} // namespace sotto::extract
