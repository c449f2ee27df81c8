#include "inference/tokenizer/byte_pair_merge.h"
#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;

using Ids = std::vector<TokenId>;

TEST_CASE("pairs merge in the order of the list") {
    const auto tokenizer = open_sound(small_json());
    CHECK(tokenizer->encode("hello") == Ids{259});
    CHECK(tokenizer->encode("hell world") == Ids{258, 262, 'l', 'd'});
    CHECK(tokenizer->encode("lll") == Ids{257, 'l'});
    CHECK(tokenizer->encode("") == Ids{});
    CHECK(tokenizer->token_bytes(262) == " wor");
}

TEST_CASE("a piece that is a token is kept whole only with ignore_merges") {
    const std::string tokens = R"("old":256,"ol":257,"ld":258)";
    const std::string merges = R"("l d")";
    const auto merging = open_sound(small_json({.merges = merges, .more_tokens = tokens}));
    CHECK(merging->encode("old") == Ids{'o', 258});
    const auto taking = open_sound(small_json(
        {.model_extra = "\"ignore_merges\":true,", .merges = merges, .more_tokens = tokens}));
    CHECK(taking->encode("old") == Ids{256});
}

TEST_CASE("merges may be listed as pairs") {
    const auto tokenizer = open_sound(
        small_json({.merges = R"(["h","e"],["l","l"])", .more_tokens = R"("he":256,"ll":257)"}));
    CHECK(tokenizer->encode("hell") == Ids{256, 257});
}

TEST_CASE("any bytes survive encoding and decoding") {
    const auto tokenizer = open_sound(small_json());
    Dice dice(7);
    const std::string alphabet = "hello wor \xC3\xA9\xE2\x80\xA8\xF0\x9F\x98\x80\r\n\t'S1";
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::uint64_t i = dice.roll(60); i > 0; --i) {
            text += round % 2 == 0 ? static_cast<char>(dice.roll(256))
                                   : alphabet[dice.roll(alphabet.size())];
        }
        REQUIRE(tokenizer->decode(tokenizer->encode(text)) == text);
    }
}

TEST_CASE("zero bytes and broken UTF-8 are encoded byte by byte") {
    const auto tokenizer = open_sound(small_json());
    CHECK(tokenizer->encode(std::string_view("\0h", 2)) == Ids{0, 'h'});
    CHECK(tokenizer->encode("\xFFhello\xC3") == Ids{255, 259, 0xC3});
}

TEST_CASE("control tokens are found in text only with SpecialText::parse") {
    const auto tokenizer = open_sound(small_json());
    const std::string text = "hello<|end_of_text|><|end_of_text";
    const Ids literal = tokenizer->encode(text);
    CHECK_FALSE(std::ranges::contains(literal, 301));
    CHECK(tokenizer->decode(literal) == text);
    const Ids parsed = tokenizer->encode(text, SpecialText::parse);
    CHECK(parsed[0] == 259);
    CHECK(parsed[1] == 301);
    CHECK(std::ranges::count(parsed, 301) == 1);
    CHECK(tokenizer->decode(parsed, SpecialText::parse) == text);
    CHECK(tokenizer->decode(parsed) == "hello<|end_of_text");
    CHECK(tokenizer->token_bytes(301).empty());
}

TEST_CASE("unknown ids decode to nothing") {
    const auto tokenizer = open_sound(small_json());
    CHECK(tokenizer->decode(Ids{-1, 'a', 270, 302, 1 << 30}) == "a");
    CHECK(tokenizer->token_bytes(-5).empty());
    CHECK(tokenizer->vocabulary_size() == 302);
}

TEST_CASE("long pieces merge like short ones") {
    // Ranks that depend on both ids make many orders possible; ids stay small so that merges
    // repeat.
    const auto find_merge = [](const MergeSymbol& left, const MergeSymbol& right) {
        const auto mixed = static_cast<std::uint32_t>(left.id * 31 + right.id * 17) % 23U;
        return mixed < 9 ? PairMerge{mixed, static_cast<TokenId>(mixed % 5)} : PairMerge{};
    };
    Dice dice(11);
    for (int round = 0; round < 300; ++round) {
        std::vector<MergeSymbol> symbols;
        for (std::uint32_t i = 0; i < 20 + dice.roll(200); ++i) {
            symbols.push_back({static_cast<TokenId>(dice.roll(6)), i, i + 1});
        }
        auto by_scan = symbols;
        auto by_heap = symbols;
        std::vector<PairMerge> pairs;
        merge_details::merge_short(by_scan, pairs, find_merge);
        merge_details::merge_long(by_heap, find_merge);
        REQUIRE(by_scan.size() == by_heap.size());
        for (std::size_t i = 0; i < by_scan.size(); ++i) {
            REQUIRE(by_scan[i].id == by_heap[i].id);
            REQUIRE(by_scan[i].begin == by_heap[i].begin);
            REQUIRE(by_scan[i].end == by_heap[i].end);
        }
    }
}
