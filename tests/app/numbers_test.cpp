#include "app/cli/numbers.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::app {
namespace {

TEST_CASE("Long numbers are separated in threes") {
    CHECK(with_separators(0) == "0");
    CHECK(with_separators(999) == "999");
    CHECK(with_separators(1000) == "1,000");
    CHECK(with_separators(131072) == "131,072");
    CHECK(with_separators(-1234567) == "-1,234,567");
}

TEST_CASE("Sizes have three digits and a unit") {
    CHECK(bytes_text(999) == "999 bytes");
    CHECK(bytes_text(1000) == "1.00 kB");
    CHECK(bytes_text(615'600'000) == "616 MB");
    CHECK(bytes_text(999'600'000) == "1.00 GB");
    CHECK(bytes_text(24'000'000'000) == "24.0 GB");
}

TEST_CASE("Parameters are counted in millions and billions") {
    CHECK(count_text(264'000) == "264,000");
    CHECK(count_text(15'200'000) == "15.2 million");
    CHECK(count_text(1'084'453'120) == "1.08 billion");
}

TEST_CASE("Durations are told in the two largest units") {
    CHECK(duration_text(0) == "0 s");
    CHECK(duration_text(59.4) == "59 s");
    CHECK(duration_text(59.6) == "1 min 0 s");
    CHECK(duration_text(135) == "2 min 15 s");
    CHECK(duration_text(7260) == "2 h 1 min");
}

} // namespace
} // namespace sotto::app
