#include "app/cli/terminal.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::app {
namespace {

TEST_CASE("Text for a terminal keeps line feeds and tabs and loses other control characters") {
    CHECK(without_control_characters("a\tb\nc") == "a\tb\nc");
    CHECK(without_control_characters("\x1b]0;title\x07"
                                     "red\x1b[31m") == "]0;titlered[31m");
    CHECK(without_control_characters("a\rb\x7F"
                                     "c") == "abc");
    CHECK(without_control_characters("\xC2\x9B"
                                     "31m") == "31m"); // the one-character form of ESC [
    CHECK(without_control_characters("é € 😀 \xC2\xA0") == "é € 😀 \xC2\xA0");
}

} // namespace
} // namespace sotto::app
