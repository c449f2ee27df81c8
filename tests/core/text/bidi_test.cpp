#include "core/text/bidi.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace sotto;

TEST_CASE("every control of direction is removed, and nothing else") {
    for (const std::string control : {"\u061C", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C",
                                      "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"}) {
        CHECK(without_bidi_controls("a" + control + "b" + control) == "ab");
    }
    for (const std::string kept :
         {"", "plain", "שלום", "\u200B\u200C\u200D\u2029\u202F\u2065\u206A", "é\u0620", "\xE2\x80",
          "\xE2"}) {
        CHECK(without_bidi_controls(kept) == kept);
    }
}
