#include "storage/sqlite/one_line.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace sotto::storage;

TEST_CASE("a title keeps one line, with single spaces and none at the ends") {
    CHECK(one_line("a plain title") == "a plain title");
    CHECK(one_line("  first line\r\n\tsecond  line \n") == "first line second line");
    CHECK(one_line(std::string_view("nul\0bell\x07 end\x7f", 15)) == "nul bell end");
    CHECK(one_line("\n \t").empty());
    CHECK(one_line("").empty());
}

TEST_CASE("a long title is cut between two characters") {
    const std::string just_fits(kMaxTitleBytes, 'x');
    CHECK(one_line(just_fits) == just_fits);
    CHECK(one_line(just_fits + "y") == just_fits);
    CHECK(one_line(just_fits + "  ") == just_fits);

    const std::string before(kMaxTitleBytes - 2, 'x');
    CHECK(one_line(before + "€uro") == before);
    CHECK(one_line(before + "é!") == before + "é");
    CHECK(one_line(before + "x € and more") == before + "x");
}

TEST_CASE("a title of stray continuation bytes is cut near the limit all the same") {
    const std::string stray(2 * kMaxTitleBytes, '\x80');
    CHECK(one_line(stray).size() == kMaxTitleBytes - 3);
}
