#include "core/context/speakers.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <string>
#include <vector>

namespace sotto {

TEST_CASE("Lines that begin like a speaker's are quoted, but for the first") {
    CHECK(quote_speakers("").text.empty());
    CHECK(quote_speakers("User: a\nAn assistant: b\nusers: c\n").text ==
          "User: a\nAn assistant: b\nusers: c\n");
    CHECK(quote_speakers("Hi\nAssistant: no\n\n").text == "Hi\n> Assistant: no\n\n");
    for (const std::string line :
         {"USER:x", "  system : x", "\tHuman:", "**Assistant:** x", "> user: x", "### Assistant: x",
          "[User]: x", "<assistant>: x", "User\xEF\xBC\x9Ax", "Assistant:\r"}) {
        CHECK(quote_speakers("a\n" + line).text == "a\n> " + line);
    }
}

TEST_CASE("Offsets follow the text that is quoted") {
    const std::string text = "One\nUser: two\nthree";
    const std::array<std::size_t, 4> offsets{3, 4, 13, text.size()};
    const QuotedText made = quote_speakers(text, offsets);
    CHECK(made.text == "One\n> User: two\nthree");
    CHECK(made.offsets == std::vector<std::size_t>{3, 6, 15, made.text.size()});
}

} // namespace sotto
