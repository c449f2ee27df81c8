#include "core/text/words.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto {

namespace {

std::vector<std::string> folded(std::string_view text) {
    std::vector<std::string> words;
    for (const Word& word : words_of(text)) {
        words.push_back(word.folded);
    }
    return words;
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("Words are compared without case and accents") {
    CHECK(folded("The CAFÉ — “Übergröße”, naïve!") == Words{"the", "cafe", "ubergrosse", "naive"});
    CHECK(folded("cafe\u0301 \u0141\u00F3d\u017A \u00C6ther") == Words{"cafe", "lodz", "aether"});
    CHECK(folded("ΣΊΣΥΦΟΣ Σίσυφος") == Words{"σισυφοσ", "σισυφοσ"});
    CHECK(folded("ЁЛКА ёлка ЂУРО") == Words{"елка", "елка", "ђуро"});
}

TEST_CASE("Numbers stay whole, without the commas of thousands") {
    CHECK(folded("1,234,567 of 3.5 at 9:30, 12. May") ==
          Words{"1234567", "of", "3.5", "at", "9:30", "12", "may"});
    CHECK(folded("3,50 12,3456 1.") == Words{"3,50", "12,3456", "1"});
    CHECK(words_of("B12")[0].has_digit);
    CHECK_FALSE(words_of("Bee")[0].has_digit);
}

TEST_CASE("Scripts without spaces give a word for each character") {
    CHECK(folded("東京は大きい。") == Words{"東", "京", "は", "大", "き", "い"});
    CHECK(words_of("東")[0].is_ideograph);
    CHECK(folded("مرحبا، بالعالم؟") == Words{"مرحبا", "بالعالم"});
}

TEST_CASE("A word has its place in the text, whatever bytes are around it") {
    const std::string text("\xFF\xC3 caf\xC3\xA9\x80 \xE2\x82", 12);
    const auto words = words_of(text);
    REQUIRE(words.size() == 1);
    CHECK(text.substr(words[0].begin, words[0].end - words[0].begin) == "caf\xC3\xA9");
    CHECK(words[0].letters == 4);
    CHECK(words_of("").empty());
    CHECK(words_of(" \n.,;").empty());
}

} // namespace sotto
