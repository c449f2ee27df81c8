#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;

using Ids = std::vector<TokenId>;

namespace {

constexpr TokenId kFirstByte = 3; // after <unk>, <s> and </s>
constexpr TokenId kFirstWord = kFirstByte + 256;
constexpr TokenId kHello = kFirstWord + 4; // "▁hello"
constexpr TokenId kSpace = kFirstWord + 5;

ErrorCode code_of(const std::string& file) {
    const auto tokenizer = open_bytes(file);
    REQUIRE_FALSE(tokenizer.has_value());
    CHECK_FALSE(tokenizer.error().detail.empty());
    return tokenizer.error().code;
}

/// A character map of one block whose unit 0 is `root`.
std::string map_with_root(std::uint32_t root, const std::string& strings) {
    std::string map("\0\x04\0\0", 4); // 1,024 bytes of trie
    map += std::string(1024, '\0') + strings;
    for (int i = 0; i < 4; ++i) {
        map[static_cast<std::size_t>(4 + i)] = static_cast<char>(root >> (8 * i));
    }
    return small_sentencepiece() + bytes_field(3, bytes_field(2, map));
}

} // namespace

TEST_CASE("pieces merge and spaces are kept") {
    const auto bare = open_sound(small_sentencepiece());
    CHECK_FALSE(bare->drops_leading_space());
    CHECK(bare->encode(" hello") == Ids{kHello});
    CHECK(bare->encode("  hello") == Ids{kSpace, kHello});
    CHECK(bare->decode(bare->encode("  hello ")) == "  hello ");
    CHECK(bare->token_bytes(kHello) == " hello");
    CHECK(bare->bos() == 1);
}

TEST_CASE("a dummy prefix is added once and removed once") {
    const auto tokenizer = open_sound(small_sentencepiece({.dummy_prefix = DummyPrefix::yes}));
    CHECK(tokenizer->drops_leading_space());
    CHECK(tokenizer->encode("hello") == Ids{kHello});
    CHECK(tokenizer->encode(" hello") == Ids{kSpace, kHello});
    CHECK(tokenizer->encode("").empty());
    CHECK(tokenizer->decode(Ids{kHello, kHello}) == "hello hello");
    CHECK(tokenizer->decode(Ids{1, kHello}) == "hello");
    // Broken bytes split the text; the rest gets no second prefix.
    CHECK(tokenizer->decode(tokenizer->encode("hello\xFFhello")) == "hello\xFFhello");
}

TEST_CASE("characters outside the vocabulary and broken bytes fall back to bytes") {
    const auto tokenizer = open_sound(small_sentencepiece());
    CHECK(tokenizer->encode("\u20AC") ==
          Ids{kFirstByte + 0xE2, kFirstByte + 0x82, kFirstByte + 0xAC});
    CHECK(tokenizer->encode("h\xFF") == Ids{kFirstWord + 6, kFirstByte + 0xFF});
    CHECK(tokenizer->encode(std::string_view("\0", 1)) == Ids{kFirstByte});
    Dice dice(5);
    for (int round = 0; round < 500; ++round) {
        std::string text;
        for (std::uint64_t i = dice.roll(40); i > 0; --i) {
            text += static_cast<char>(dice.roll(256));
        }
        // U+2581 stands for a space: the only text that cannot be restored.
        if (!text.contains("\u2581")) {
            REQUIRE(tokenizer->decode(tokenizer->encode(text)) == text);
        }
    }
}

TEST_CASE("a long text has the ids of its parts") {
    const auto tokenizer = open_sound(small_sentencepiece());
    // The last piece spans a space, so that texts are never cut with this model.
    const auto uncut = open_sound(small_sentencepiece() + piece("q\u2581q", kNormal, -99));
    const std::vector<std::string> words{"hello", " ", "  ", " hello", "\n ", "\u00E9 ", "\u2581 "};
    Dice dice(21);
    std::string text;
    while (text.size() < 100000) {
        text += words[dice.roll(words.size())];
    }
    CHECK(tokenizer->encode(text) == uncut->encode(text));
    const std::string spaces(50000, ' ');
    CHECK(tokenizer->encode(spaces) == Ids(50000, kSpace));
}

TEST_CASE("text never becomes a control piece, however the file marks it") {
    const auto tokenizer = open_sound(small_sentencepiece(
        {.extra = {{"<s>", kControl}, {"<start_of_turn>", kUserDefined}, {"hell", kUserDefined}}}));
    const Ids literal = tokenizer->encode("<s><start_of_turn>hell");
    CHECK_FALSE(std::ranges::contains(literal, 1));
    CHECK_FALSE(std::ranges::contains(literal, 2));
    CHECK(std::ranges::contains(literal, 3)); // an ordinary user-defined piece stays text
    CHECK(tokenizer->encode("<s><start_of_turn>", SpecialText::parse) == Ids{1, 2});
    CHECK(tokenizer->decode(Ids{1, 2, 3}) == "hell");
    CHECK(tokenizer->decode(Ids{1, 2, 3}, SpecialText::parse) == "<s><start_of_turn>hell");
}

TEST_CASE("a truncated SentencePiece file is refused or opened, and never crashes") {
    const std::string whole = small_sentencepiece();
    std::size_t refused = 0;
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        const auto tokenizer = open_bytes(whole.substr(0, size));
        refused += tokenizer.has_value() ? 0 : 1;
        if (!tokenizer) {
            CHECK(tokenizer.error().code == ErrorCode::corrupt_data);
        }
    }
    CHECK(refused > whole.size() / 7 / 2);
}

TEST_CASE("changed bytes in a SentencePiece file never crash") {
    const std::string whole = small_sentencepiece();
    Dice dice(9);
    for (int round = 0; round < 300; ++round) {
        std::string changed = whole;
        for (std::uint64_t i = 1 + dice.roll(3); i > 0; --i) {
            changed[dice.roll(changed.size())] = static_cast<char>(dice.roll(256));
        }
        if (const auto tokenizer = open_bytes(changed)) {
            CHECK((*tokenizer)->vocabulary_size() > 0);
            CHECK((*tokenizer)->encode("hello \u20AC").size() < 100);
        }
    }
}

TEST_CASE("pieces that would crash the library are refused") {
    const std::string sound = small_sentencepiece();
    CHECK(code_of(sound + piece("", kNormal)) == ErrorCode::corrupt_data);
    CHECK(code_of(sound + piece(std::string_view("a\0b", 3), kNormal)) == ErrorCode::corrupt_data);
    CHECK(code_of(sound + piece("\xFF", kNormal)) == ErrorCode::corrupt_data);
    CHECK(code_of(sound + piece("hel", kNormal) + piece("hel", kNormal)) ==
          ErrorCode::corrupt_data);
    CHECK(code_of(sound + piece("x", kNormal, std::numeric_limits<float>::quiet_NaN())) ==
          ErrorCode::corrupt_data);
    CHECK(code_of(sound + "\x0A\xFF\xFF\xFF\xFF\x0F") == ErrorCode::corrupt_data);
    CHECK(code_of(piece("a", kNormal)) == ErrorCode::corrupt_data); // no unknown piece
}

TEST_CASE("a character map that leads outside itself or writes long texts is refused") {
    CHECK(code_of(map_with_root(1000U << 10U, std::string(1, '\0'))) == ErrorCode::corrupt_data);
    CHECK(code_of(map_with_root(0, "x")) == ErrorCode::corrupt_data); // no end of its strings
    CHECK(open_bytes(map_with_root(0, std::string(1, '\0'))).has_value());
    // The root's leaf is the first of the strings, which every character may become.
    constexpr std::uint32_t kLeaf = 1U << 10U | 1U << 8U;
    CHECK(open_bytes(map_with_root(kLeaf, std::string(256, 'x') + '\0')).has_value());
    CHECK(code_of(map_with_root(kLeaf, std::string(257, 'x') + '\0')) == ErrorCode::corrupt_data);
    const std::string cut = small_sentencepiece() + bytes_field(3, bytes_field(2, "\x01"));
    CHECK(code_of(cut) == ErrorCode::corrupt_data);
}

TEST_CASE("spaces after words are not supported") {
    CHECK(code_of(small_sentencepiece() + bytes_field(2, number_field(24, 1))) ==
          ErrorCode::unsupported);
}
