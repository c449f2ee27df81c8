#include "app/cli/number_format.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::app {
namespace {

TEST_CASE("Integers have a separator after every three digits") {
    CHECK(format_integer(0) == "0");
    CHECK(format_integer(999) == "999");
    CHECK(format_integer(1000) == "1,000");
    CHECK(format_integer(131072) == "131,072");
    CHECK(format_integer(-1234567) == "-1,234,567");
}

TEST_CASE("Sizes have three significant digits and a unit") {
    CHECK(format_bytes(999) == "999 bytes");
    CHECK(format_bytes(1000) == "1.00 kB");
    CHECK(format_bytes(615'600'000) == "616 MB");
    CHECK(format_bytes(999'600'000) == "1.00 GB");
    CHECK(format_bytes(24'000'000'000) == "24.0 GB");
}

TEST_CASE("Large counts are given in millions and billions") {
    CHECK(format_approximate(264'000) == "264,000");
    CHECK(format_approximate(15'200'000) == "15.2 million");
    CHECK(format_approximate(1'084'453'120) == "1.08 billion");
}

TEST_CASE("Durations are given in their two largest units") {
    CHECK(format_duration(0) == "0 s");
    CHECK(format_duration(59.4) == "59 s");
    CHECK(format_duration(59.6) == "1 min 0 s");
    CHECK(format_duration(135) == "2 min 15 s");
    CHECK(format_duration(7260) == "2 h 1 min");
}

} // namespace
} // namespace sotto::app
