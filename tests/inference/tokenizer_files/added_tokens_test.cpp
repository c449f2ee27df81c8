#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;

namespace {

using Ids = std::vector<TokenId>;

/// small_json with these added tokens in front, and a normalizer.
std::string json_with(const std::string& added, const std::string& normalizer = "null") {
    std::string json = small_json();
    const std::string key = R"("added_tokens":[)";
    json.insert(json.find(key) + key.size(), added + ",");
    return json.insert(1, R"("normalizer":)" + normalizer + ",");
}

} // namespace

TEST_CASE("an added token takes the white space along that its rules name") {
    const auto tokenizer = open_sound(
        json_with(R"({"id":310,"content":"<|gap|>","special":true,"lstrip":true},)"
                  R"({"id":311,"content":"<|note|>","special":true,"rstrip":true},)"
                  R"({"id":312,"content":"both","special":false,"lstrip":true,"rstrip":true})"));
    const auto parsed = [&](std::string_view text) {
        return tokenizer->encode(text, SpecialText::parse);
    };
    CHECK(parsed("x  <|gap|> y") == Ids{'x', 310, ' ', 'y'});
    CHECK(parsed("x\n\u3000<|gap|>") == Ids{'x', 310});
    CHECK(parsed("<|note|> \t\nok") == Ids{311, 'o', 'k'});
    CHECK(parsed("<|note|>  <|gap|>") == Ids{311, 310});
    CHECK(parsed("a both b") == Ids{'a', 312, 'b'});
    CHECK(tokenizer->encode("a both b") == Ids{'a', 312, 'b'});
    CHECK(tokenizer->control_rules(310).lstrip);
    CHECK_FALSE(tokenizer->control_rules(310).rstrip);
}

TEST_CASE("a token that is a single word stands beside no letter, digit or underscore") {
    const auto tokenizer =
        open_sound(json_with(R"({"id":310,"content":"dog","special":false,"single_word":true})"));
    CHECK(tokenizer->encode("dog") == Ids{310});
    CHECK(tokenizer->encode("(dog)") == Ids{'(', 310, ')'});
    for (const std::string text : {"dogs", "adog", "dog_", "dog1", "édog", "dog\u0301", "犬dog"}) {
        CAPTURE(text);
        CHECK_FALSE(std::ranges::contains(tokenizer->encode(text), 310));
        CHECK(tokenizer->decode(tokenizer->encode(text)) == text);
    }
    CHECK(tokenizer->encode("dogs dog") == Ids{'d', 'o', 'g', 's', ' ', 310});
}

TEST_CASE("a normalized token is found in the normalized text, others in the text as it is") {
    const auto tokenizer =
        open_sound(json_with(R"({"id":310,"content":"Cat","special":false,"normalized":true},)"
                             R"({"id":311,"content":"DOG","special":false,"normalized":false})",
                             R"({"type":"Lowercase"})"));
    CHECK(tokenizer->encode("cat CAT") == Ids{310, ' ', 310});
    CHECK(tokenizer->encode("DOG") == Ids{311});
    CHECK_FALSE(std::ranges::contains(tokenizer->encode("dog"), 311));
}

TEST_CASE("of added tokens the leftmost counts, and of those that begin there the longest") {
    const auto tokenizer =
        open_sound(json_with(R"({"id":310,"content":"ab","special":false},)"
                             R"({"id":311,"content":"abc","special":false},)"
                             R"({"id":312,"content":"<|b|>","special":true},)"
                             R"({"id":313,"content":"x<|b|>y","special":false})"));
    CHECK(tokenizer->encode("abcab") == Ids{311, 310});
    CHECK(tokenizer->encode("x<|b|>y", SpecialText::parse) == Ids{313});
    CHECK(tokenizer->encode("<|b|>ab", SpecialText::parse) == Ids{312, 310});
}

TEST_CASE("a mark that models write is never formed from a text, and shown in an answer") {
    const auto tokenizer =
        open_sound(json_with(R"({"id":310,"content":"<think>","special":false},)"
                             R"({"id":311,"content":"</think>","special":false},)"
                             R"({"id":312,"content":"<blockquote>","special":false})"));
    for (const std::string text : {"<think>", "a</think>b"}) {
        const Ids ids = tokenizer->encode(text);
        CHECK_FALSE(std::ranges::contains(ids, 310));
        CHECK_FALSE(std::ranges::contains(ids, 311));
        CHECK(tokenizer->decode(ids) == text);
    }
    CHECK(tokenizer->encode("<think>", SpecialText::parse) == Ids{310});
    CHECK(tokenizer->control_token("</think>") == 311);
    CHECK(tokenizer->token_bytes(310) == "<think>");
    CHECK(tokenizer->encode("<blockquote>") == Ids{312});
}
