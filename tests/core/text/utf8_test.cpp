#include "core/text/utf8.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

using namespace sotto;

namespace {

constexpr std::string_view kMixed = "aé€😀z"; // of 1, 2, 3, 4 and 1 bytes

} // namespace

TEST_CASE("exactly the bytes from 0x80 to 0xBF continue a character") {
    for (int value = 0; value < 256; ++value) {
        CAPTURE(value);
        CHECK(is_continuation_byte(static_cast<char>(value)) == (value >= 0x80 && value <= 0xBF));
    }
}

TEST_CASE("code points are counted, and stray continuation bytes are not") {
    CHECK(count_code_points("") == 0);
    CHECK(count_code_points(kMixed) == 5);
    CHECK(count_code_points("\x80\x80"
                            "a\xFF") == 2);
}

TEST_CASE("advancing by code points ends at the start of a character or at the end of the text") {
    CHECK(advance_code_points(kMixed, 0, 0) == 0);
    CHECK(advance_code_points(kMixed, 0, 2) == 3);
    CHECK(advance_code_points(kMixed, 3, 2) == 10);
    CHECK(advance_code_points(kMixed, 0, 100) == kMixed.size());
    CHECK(advance_code_points(kMixed, kMixed.size(), 1) == kMixed.size());
    CHECK(advance_code_points(kMixed, 3, -1) == 3);
    CHECK(advance_code_points("", 0, 1) == 0);
}

TEST_CASE("a cut moves back to the start of the character it would split") {
    CHECK(floor_char_boundary(kMixed, 0) == 0);
    CHECK(floor_char_boundary(kMixed, 1) == 1);
    CHECK(floor_char_boundary(kMixed, 2) == 1);
    CHECK(floor_char_boundary(kMixed, 5) == 3);
    CHECK(floor_char_boundary(kMixed, 9) == 6);
    CHECK(floor_char_boundary(kMixed, 10) == 10);
    CHECK(floor_char_boundary(kMixed, kMixed.size()) == kMixed.size());
    CHECK(floor_char_boundary(kMixed, 1000) == kMixed.size());
}

TEST_CASE("a cut in stray continuation bytes moves back by three bytes at most") {
    const std::string stray(100, '\x80');
    CHECK(floor_char_boundary(stray, 50) == 47);
    CHECK(floor_char_boundary(stray, 2) == 0);
}
