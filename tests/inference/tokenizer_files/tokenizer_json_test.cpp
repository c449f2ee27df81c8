#include "inference/tokenizer_files/open_tokenizer.h"
#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;

namespace {

Error error_of(const std::string& file) {
    const auto tokenizer = open_bytes(file);
    INFO(file.substr(0, 200));
    REQUIRE_FALSE(tokenizer.has_value());
    CHECK_FALSE(tokenizer.error().detail.empty());
    return tokenizer.error();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("unsupported features of a tokenizer.json are named") {
    const std::string sound = small_json();
    const auto refuse = [&](const std::string& from, const std::string& to) {
        const Error error = error_of(replaced(sound, from, to));
        CHECK(error.code == ErrorCode::unsupported);
    };
    refuse(R"("type":"BPE")", R"("type":"Unigram")");
    refuse(R"("type":"BPE")", R"("type":"BPE","end_of_word_suffix":"</w>")");
    refuse(R"("type":"BPE")", R"("type":"BPE","dropout":0.5)");
    refuse(R"("added_tokens")", R"("normalizer":{"type":"Nmt"},"added_tokens")");
    CHECK(error_of(small_json({.pre_tokenizer = R"({"type":"Whitespace"})"})).code ==
          ErrorCode::unsupported);
    CHECK(error_of(small_json({.pre_tokenizer = "null"})).code == ErrorCode::unsupported);
}

TEST_CASE("text is composed before it is split where a tokenizer.json asks for NFC") {
    const std::string plain = small_json();
    const auto composing = open_sound(
        replaced(plain, R"("added_tokens")", R"("normalizer":{"type":"NFC"},"added_tokens")"));
    const auto as_is = open_sound(plain);
    CHECK(composing->encode("e\u0301") == as_is->encode("\u00E9"));
    CHECK(composing->encode("\u1112\u1161\u11AB") == as_is->encode("\uD55C"));
    CHECK(as_is->encode("e\u0301") != as_is->encode("\u00E9"));
    for (const std::string text : {"hello", "\u00E9\u00FC", "\u65E5\u672C", "a\xFF\xCC", "\xCC"}) {
        CHECK(composing->encode(text) == as_is->encode(text));
    }
    CHECK(composing->encode("e\u0301\xFF"
                            "e\u0301") == as_is->encode("\u00E9\xFF\u00E9"));
}

TEST_CASE("a tokenizer.json that contradicts itself is refused") {
    const std::string sound = small_json();
    const auto refuse = [&](const std::string& from, const std::string& to) {
        CHECK(error_of(replaced(sound, from, to)).code == ErrorCode::corrupt_data);
    };
    refuse(R"("id":301)", R"("id":4294967296)");
    refuse(R"("id":301)", R"("id":2000000000)");
    refuse(R"("id":301)", R"("id":-1)");
    refuse(R"("id":301)", R"("id":300)");
    refuse(R"("id":301)", R"("id":"x")");
    refuse(R"("he":256)", R"("he":300)");
    refuse(R"("he":256)", R"("he":257)");
    refuse(R"("he":256)", R"("he":99999999999999999999)");
    refuse(R"("he":256)", R"("he":1.5)");
    refuse(R"("he":256)", R"("he":{})");
    refuse(R"("he":256)", R"("he":256,"he":270)");
    refuse(R"("h e")", R"("he")");
    refuse(R"("h e")", R"("h e l")");
    refuse(R"("h e")", R"(["h"])");
    refuse(R"("h e")", R"(["h","e","l"])");
    refuse(R"("h e")", R"("h q")");
    refuse(R"("h e")", R"([["h","e"]])");
    refuse(R"("h e")", "7");
}

TEST_CASE("JSON that is truncated, nested or not a tokenizer is refused") {
    const std::string sound = small_json();
    for (std::size_t size = 1; size < sound.size(); size += 97) {
        CHECK(error_of(sound.substr(0, size)).code == ErrorCode::corrupt_data);
    }
    CHECK(error_of("{}").code == ErrorCode::corrupt_data);
    CHECK(error_of(R"({"model":7})").code == ErrorCode::corrupt_data);
    CHECK(error_of(R"({"model":{"vocab":[["a",0]]}})").code == ErrorCode::corrupt_data);
    std::string deep = R"({"a":)";
    deep += std::string(1'000'000, '[');
    CHECK(error_of(deep).code == ErrorCode::corrupt_data);
    std::string wide = R"({"a":[)";
    for (int i = 0; i < 1'100'000; ++i) {
        wide += "[],";
    }
    CHECK(error_of(wide + "0]}").code == ErrorCode::corrupt_data);
}

TEST_CASE("added tokens that do not look like control tokens are found in every text") {
    const std::string added = R"("added_tokens":[{"id":310,"content":"orl","special":false},)"
                              R"({"id":311,"content":"<tool_call>","special":false},)"
                              R"({"id":312,"content":"<h1>","special":false},)";
    const auto tokenizer = open_sound(replaced(small_json(), R"("added_tokens":[)", added));
    CHECK(tokenizer->encode("world") == std::vector<TokenId>{'w', 310, 'd'});
    CHECK(tokenizer->encode("<h1>") == std::vector<TokenId>{312});
    CHECK(tokenizer->token_bytes(312) == "<h1>");
    CHECK_FALSE(std::ranges::contains(tokenizer->encode("<tool_call>"), 311));
    CHECK(tokenizer->encode("<tool_call>", SpecialText::parse) == std::vector<TokenId>{311});
    CHECK(tokenizer->control_token("<tool_call>") == 311);
}

TEST_CASE("hostile JSON never crashes") {
    const auto folder = std::filesystem::path(SOTTO_SHARED_DATA) / "hostile/json";
    if (!std::filesystem::exists(folder)) {
        SKIP("the shared test data is not beside the checkout");
    }
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        CHECK_FALSE(open_tokenizer(entry.path()).has_value());
        ++count;
    }
    CHECK(count > 50);
}
