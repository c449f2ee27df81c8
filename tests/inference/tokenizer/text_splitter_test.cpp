#include "inference/tokenizer/text_splitter.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace sotto;
using namespace sotto::inference;

namespace {

std::vector<std::string> split(std::string_view pattern, std::string_view text) {
    const auto splitter = TextSplitter::compile(pattern);
    REQUIRE(splitter.has_value());
    std::vector<std::string_view> pieces;
    splitter->split(text, pieces);
    return {pieces.begin(), pieces.end()};
}

using Pieces = std::vector<std::string>;

} // namespace

TEST_CASE("Llama 3 text is cut at words, numbers of three digits and line ends") {
    const auto pattern = split_patterns::kLlama3;
    CHECK(split(pattern, "I'LL don't 12345!") ==
          Pieces{"I", "'LL", " don", "'t", " ", "123", "45", "!"});
    CHECK(split(pattern, "a  b\r\n\r\n  c ") == Pieces{"a", " ", " b", "\r\n\r\n", " ", " c", " "});
    CHECK(split(pattern, "a/b\n/c") == Pieces{"a", "/b", "\n", "/c"});
}

TEST_CASE("Qwen 2 text is cut at words, single digits and line ends") {
    const auto pattern = split_patterns::kQwen2;
    CHECK(split(pattern, "I'LL don't 12345!") ==
          Pieces{"I", "'LL", " don", "'t", " ", "1", "2", "3", "4", "5", "!"});
    CHECK(split(pattern, "a  b\r\n\r\n  c ") == Pieces{"a", " ", " b", "\r\n\r\n", " ", " c", " "});
    CHECK(
        split(pattern, "x = 3.14;\n\n\tr\u00E9\u00BD \uFF12") ==
        Pieces{"x", " =", " ", "3", ".", "1", "4", ";\n\n", "\tr\u00E9", "\u00BD", " ", "\uFF12"});
}

TEST_CASE("Llama 4 text keeps contractions and cuts at capitals") {
    const auto pattern = split_patterns::kLlama4;
    CHECK(split(pattern, "I'LL camelCase HTMLParser") ==
          Pieces{"I'LL", " camel", "Case", " HTMLParser"});
    CHECK(split(pattern, "!!/\n/x") == Pieces{"!!/\n/", "x"});
}

TEST_CASE("white space is what Unicode calls White_Space") {
    // U+180E and U+200B are not; U+0085 and U+3000 are; U+001C is not.
    const auto pattern = split_patterns::kLlama3;
    CHECK(split(pattern, "!\u180E!") == Pieces{"!\u180E!"});
    CHECK(split(pattern, "!\u200B!") == Pieces{"!\u200B!"});
    CHECK(split(pattern, "!\x1C!") == Pieces{"!\x1C!"});
    CHECK(split(pattern, "!\u0085!") == Pieces{"!", "\u0085", "!"});
    CHECK(split(pattern, "!\u3000\u3000!") == Pieces{"!", "\u3000", "\u3000", "!"});
}

TEST_CASE("a contraction may have a long s") {
    CHECK(split(split_patterns::kLlama3, "it'\u017Fx") == Pieces{"it", "'\u017F", "x"});
    CHECK(split(split_patterns::kByteLevel, "it'Sx") == Pieces{"it", "'", "Sx"});
}

TEST_CASE("bytes that are not UTF-8 become pieces between the others") {
    CHECK(split(split_patterns::kLlama3, "ab\xFF\xC3(c") == Pieces{"ab", "\xFF\xC3", "(c"});
    CHECK(split(split_patterns::kLlama3, "\xED\xA0\x80") == Pieces{"\xED\xA0\x80"});
    CHECK(split(split_patterns::kLlama3, "a\xE2\x82") == Pieces{"a", "\xE2\x82"});
}

TEST_CASE("text between matches is kept") {
    CHECK(split(R"(\p{N})", "a12b") == Pieces{"a", "1", "2", "b"});
    CHECK(split("x*", "aaxxb") == Pieces{"aa", "xx", "b"});
}

TEST_CASE("a pattern that takes too much work leaves the rest in one piece") {
    const std::string text = std::string(5000, 'a') + "!";
    const auto pieces = split(R"((?:a+)+(?:a+)+(?:a+)+$)", text);
    std::string joined;
    for (const std::string& piece : pieces) {
        joined += piece;
    }
    CHECK(joined == text);
}

TEST_CASE("a pattern that cannot be used is refused") {
    for (const std::string& pattern :
         {std::string("(a"), std::string("[^\\S]"), std::string(100000, 'a'),
          std::string("(?:(?:(?:a{1,1000}){1,1000}){1,1000})")}) {
        const auto splitter = TextSplitter::compile(pattern);
        REQUIRE_FALSE(splitter.has_value());
        CHECK(splitter.error().code == ErrorCode::unsupported);
    }
}

TEST_CASE("a megabyte without a border is one piece") {
    const std::string text(1 << 20, 'A');
    CHECK(split(split_patterns::kLlama4, text) == Pieces{text});
    CHECK(split(split_patterns::kLlama3, text) == Pieces{text});
}
