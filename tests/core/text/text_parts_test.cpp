#include "core/text/text_parts.h"
#include "core/text/utf8.h"
#include "tests/support/random.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <string>

namespace sotto {

namespace {

std::string joined(const std::vector<std::string_view>& parts) {
    std::string text;
    for (const std::string_view part : parts) {
        text += part;
    }
    return text;
}

} // namespace

TEST_CASE("A short text is one part, and an empty one has none") {
    CHECK(cut_text("", 100).empty());
    CHECK(cut_text("One.", 100) == std::vector<std::string_view>{"One."});
    CHECK(cut_text("exactly8", 8) == std::vector<std::string_view>{"exactly8"});
}

TEST_CASE(
    "A text is cut between paragraphs, lines, sentences, words or characters, in this order") {
    CHECK(cut_text("Aaaa bbb. Cc\n\nDddd eee. F\nGgg.", 20) ==
          std::vector<std::string_view>{"Aaaa bbb. Cc\n\n", "Dddd eee. F\nGgg."});
    CHECK(cut_text("Aaaa bbb. Cc ddd\nEe ffff. Ggg hh", 20) ==
          std::vector<std::string_view>{"Aaaa bbb. Cc ddd\n", "Ee ffff. Ggg hh"});
    CHECK(cut_text("Aaaa bbb cc ddd. Ee ffff ggg hh", 20) ==
          std::vector<std::string_view>{"Aaaa bbb cc ddd. ", "Ee ffff ggg hh"});
    CHECK(cut_text("Aaaa bbb cc ddd ee ffff ggg hhh", 20) ==
          std::vector<std::string_view>{"Aaaa bbb cc ddd ", "ee ffff ggg hhh"});
    CHECK(cut_text("一二。三四。", 12) == std::vector<std::string_view>{"一二。", "三四。"});
}

TEST_CASE("Any text is cut into small parts of similar size and whole characters") {
    const std::string alphabet[] = {"a", "b", " ", "\n", "\n\n", ". ", "é", "語", "😀", "。"};
    std::uint64_t state = 7;
    const auto draw = [&state](std::size_t below) {
        return static_cast<std::size_t>(test::random_unit(state) * static_cast<double>(below));
    };
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (auto letters = draw(400); letters > 0; --letters) {
            text += alphabet[draw(round % 2 == 0 ? 2 : 10)];
        }
        const std::size_t most = 8 + draw(120);
        CAPTURE(text, most);
        const auto parts = cut_text(text, most);
        REQUIRE(joined(parts) == text);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            REQUIRE(parts[i].size() <= most);
            REQUIRE_FALSE(is_continuation_byte(parts[i].front()));
            if (i + 1 < parts.size() && most >= 32) {
                REQUIRE(parts[i].size() >= most / 4);
            }
        }
    }
}

TEST_CASE("Bytes that are not UTF-8 are cut, too") {
    const std::string bytes(1000, '\x80');
    const auto parts = cut_text(bytes, 1);
    CHECK(joined(parts) == bytes);
    CHECK(parts.size() >= 125);
}

} // namespace sotto
