#include "storage/library/single_line.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace sotto::storage;

TEST_CASE("a title is put on one line, with single spaces and none at the ends") {
    CHECK(single_line("a plain title") == "a plain title");
    CHECK(single_line("  first line\r\n\tsecond  line \n") == "first line second line");
    CHECK(single_line(std::string_view("nul\0bell\x07 end\x7f", 15)) == "nul bell end");
    CHECK(single_line("\n \t").empty());
    CHECK(single_line("").empty());
}

TEST_CASE("a long title is truncated between two characters") {
    const std::string just_fits(kMaxLineBytes, 'x');
    CHECK(single_line(just_fits) == just_fits);
    CHECK(single_line(just_fits + "y") == just_fits);
    CHECK(single_line(just_fits + "  ") == just_fits);

    const std::string before(kMaxLineBytes - 2, 'x');
    CHECK(single_line(before + "€uro") == before);
    CHECK(single_line(before + "é!") == before + "é");
    CHECK(single_line(before + "x € and more") == before + "x");
}

TEST_CASE("a title of stray continuation bytes is truncated near the limit") {
    const std::string stray(2 * kMaxLineBytes, '\x80');
    CHECK(single_line(stray).size() == kMaxLineBytes - 3);
}

TEST_CASE("a title has no controls of direction") {
    CHECK(single_line("\u202Etxt.exe\u202C \u2067a\u2069") == "txt.exe a");
    CHECK(single_line("\u200F\u061C").empty());
}
