#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;

namespace {

std::string stream(const Tokenizer& tokenizer, const std::vector<TokenId>& ids) {
    StreamDecoder decoder(tokenizer);
    std::string text;
    for (const TokenId id : ids) {
        text += decoder.push(id);
    }
    return text + decoder.finish();
}

} // namespace

TEST_CASE("a character appears with its last byte") {
    const auto tokenizer = open_sound(small_json());
    StreamDecoder decoder(*tokenizer);
    CHECK(decoder.push('h') == "h");
    CHECK(decoder.push(0xF0).empty());
    CHECK(decoder.push(0x9F).empty());
    CHECK(decoder.push(301).empty()); // a control token in between has no bytes
    CHECK(decoder.push(0x98).empty());
    CHECK(decoder.push(0x80) == "\U0001F600");
    CHECK(decoder.finish().empty());
}

TEST_CASE("invalid bytes become replacement characters") {
    const auto tokenizer = open_sound(small_json());
    CHECK(stream(*tokenizer, {0xFF, 'a'}) == "\uFFFDa");
    CHECK(stream(*tokenizer, {0xE2, 0x82, 'a'}) == "\uFFFDa");
    CHECK(stream(*tokenizer, {0xED, 0xA0, 0x80}) == "\uFFFD\uFFFD\uFFFD");
    CHECK(stream(*tokenizer, {'a', 0xF0, 0x9F}) == "a\uFFFD");
    CHECK(stream(*tokenizer, {0xC3, 0xC3, 0xA9}) == "\uFFFD\u00E9");
}

TEST_CASE("streamed valid text equals the decoded text") {
    const auto json = open_sound(small_json());
    const auto prefixed = open_sound(small_sentencepiece({.dummy_prefix = DummyPrefix::yes}));
    const auto bare = open_sound(small_sentencepiece());
    const std::vector<std::string> characters{"h",  "hello",  " ",      " w",
                                              "\n", "\u00E9", "\u20AC", "\U0001F600"};
    Dice dice(3);
    for (int round = 0; round < 500; ++round) {
        std::string text;
        for (std::uint64_t i = dice.roll(20); i > 0; --i) {
            text += characters[dice.roll(characters.size())];
        }
        for (const auto* tokenizer : {json.get(), prefixed.get(), bare.get()}) {
            const auto ids = tokenizer->encode(text);
            REQUIRE(stream(*tokenizer, ids) == text);
            REQUIRE(tokenizer->decode(ids) == text);
        }
    }
}
