#include "core/text/utf8.h"
#include "storage/search/passage_splitter.h"
#include "storage/search/snippet.h"

#include <catch2/catch_test_macros.hpp>

#include <random>
#include <string>

using namespace sotto;
using namespace sotto::storage;

namespace {

std::string repeat(std::string_view text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

// Checks what holds for every text.
void check_passages(std::string_view text) {
    std::size_t end = 0;
    std::int64_t position = 0;
    const auto passages = split_into_passages(text);
    for (const PassageRange& passage : passages) {
        REQUIRE(passage.first_byte == end);
        REQUIRE(passage.position == position);
        REQUIRE(passage.bytes > 0);
        const std::int64_t length = count_code_points(text.substr(end, passage.bytes));
        REQUIRE(length <= static_cast<std::int64_t>(kMaxPassageCharacters));
        REQUIRE(passage.bytes <= 4 * kMaxPassageCharacters);
        end += passage.bytes;
        position += length;
    }
    REQUIRE(end == text.size());
}

} // namespace

TEST_CASE("passages end at empty lines if that leaves them long enough") {
    const std::string paragraph = repeat("A sentence of some words. ", 14) + "\n\n"; // 366
    const std::string text = repeat("Short.\n\n", 3) + repeat(paragraph, 4);
    const auto passages = split_into_passages(text);
    REQUIRE(passages.size() == 4);
    CHECK(passages[0] == PassageRange{0, 24 + 366, 0});
    CHECK(passages[1] == PassageRange{24 + 366, 366, 24 + 366});
    check_passages(text);
}

TEST_CASE("passages of a long paragraph end with a sentence, or else with a word") {
    const std::string sentences = repeat("Here stands \u00E9 sentence (of some words). ", 100);
    for (const PassageRange& passage : split_into_passages(sentences)) {
        CHECK(sentences.substr(passage.first_byte, passage.bytes).ends_with("words). "));
    }
    const std::string wide = repeat("\u82B1\u56ED\u4E5D\u70B9\u5F00\u95E8\u3002", 500);
    for (const PassageRange& passage : split_into_passages(wide)) {
        CHECK(wide.substr(passage.first_byte, passage.bytes).ends_with("\u3002"));
    }
    const std::string words = repeat("word ", 1000);
    for (const PassageRange& passage : split_into_passages(words)) {
        CHECK(words.substr(passage.first_byte, passage.bytes).ends_with("word "));
    }
    CHECK(split_into_passages(std::string(3000, 'x')).size() == 3);
    CHECK(split_into_passages("").empty());
    check_passages(sentences);
    check_passages(wide);
}

TEST_CASE("any bytes can be split into passages and shown in a snippet") {
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
        std::string text(random() % 9000, '\0');
        const bool is_text = round % 2 == 0;
        for (char& byte : text) {
            byte = static_cast<char>(is_text ? " \n.a\xC3\xA9\xE6\x9D\xB1\001\002"[random() % 11]
                                             : random() % 256);
        }
        check_passages(text);
        const Snippet snippet = make_snippet(text, {"<", ">"});
        CHECK(snippet.first_match <= text.size());
    }
    check_passages(std::string(20'000, '\x80'));
}

TEST_CASE("a snippet is one line around the most matches") {
    const std::string far(300, 'x');
    const std::string text = "the \001gate\002 " + far +
                             " and\n\n then the \001gate\002\tand the \001code\002 at last " + far;
    const Snippet snippet = make_snippet(text, {"[", "]"});
    CHECK(snippet.text.contains("and then the [gate] and the [code] at last"));
    CHECK(snippet.text.starts_with("\u2026"));
    CHECK(snippet.text.ends_with("\u2026"));
    CHECK(snippet.first_match == 4 + 5 + 300 + 16);
    CHECK(make_snippet("\001short\002 text", {}).text == "short text");
    CHECK(make_snippet("no match at all", {"[", "]"}).text == "no match at all");
    CHECK(make_snippet("", {}).text.empty());
}
