#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstddef>
#include <numeric>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;

namespace {

std::string repeated(std::string_view words, std::size_t bytes) {
    std::string text;
    text.reserve(bytes + words.size());
    while (text.size() < bytes) {
        text += words;
    }
    return text;
}

// Encodes on another thread and stops that once it has asked `begun` times whether it should.
// Returns how often it asked after that.
std::size_t checks_after_stop(const Tokenizer& tokenizer, const std::string& text,
                              std::size_t begun) {
    std::stop_source stop;
    std::atomic<std::size_t> checks = 0;
    std::optional<Result<Encoding>> result;
    std::atomic<bool> is_done = false;
    std::jthread worker([&] {
        result = tokenizer.encode(text, EncodeOptions{.stop = {stop.get_token(), &checks}});
        is_done = true;
    });
    while (checks < begun && !is_done) {
        std::this_thread::yield();
    }
    stop.request_stop();
    const std::size_t before = checks;
    worker.join();
    CHECK(before >= begun);
    REQUIRE_FALSE(result->has_value());
    CHECK(result->error().code == ErrorCode::cancelled);
    return checks - before;
}

constexpr std::size_t kLongText = std::size_t{64} << 20U;
constexpr std::size_t kFewChecks = 8;

} // namespace

TEST_CASE("the ids before a place in a text are counted by where they begin") {
    const std::string text = "hello hell world, " + repeated("hello w\u00E9rld or hell ", 40'000);
    std::vector<std::size_t> offsets(300);
    std::ranges::iota(offsets, std::size_t{0});
    for (std::size_t offset = 16'000; offset < 34'000; offset += 7) {
        offsets.push_back(offset);
    }
    offsets.push_back(text.size());
    for (const bool is_json : {true, false}) {
        for (const DummyPrefix prefix : {DummyPrefix::no, DummyPrefix::yes}) {
            CAPTURE(is_json, static_cast<int>(prefix));
            const auto tokenizer =
                open_sound(is_json ? small_json() : small_sentencepiece({.dummy_prefix = prefix}));
            const auto encoding = tokenizer->encode(text, EncodeOptions{.offsets = offsets});
            REQUIRE(encoding.has_value());
            CHECK(encoding->ids == tokenizer->encode(text));
            REQUIRE(encoding->counts.size() == offsets.size());
            // The dummy prefix takes no room in the text.
            const std::size_t unseen = !is_json && prefix == DummyPrefix::yes ? 1 : 0;
            std::size_t end = 0;
            std::size_t ids = 0;
            for (std::size_t i = 0; i < offsets.size(); ++i) {
                while (ids < encoding->ids.size() && end < std::max(unseen, offsets[i] + unseen) &&
                       (end == 0 ? 0 : end - unseen) < offsets[i]) {
                    end += tokenizer->token_bytes(encoding->ids[ids++]).size();
                }
                REQUIRE(encoding->counts[i] == ids);
            }
        }
    }
}

TEST_CASE("a stop ends the encoding of a long text soon after it began") {
    const std::string text = repeated("hello world or hell, ", kLongText);
    SECTION("by merges, while the text is split") {
        const auto tokenizer = open_sound(small_json());
        CHECK(checks_after_stop(*tokenizer, text, 1000) <= kFewChecks);
    }
    SECTION("by SentencePiece") {
        const auto tokenizer = open_sound(small_sentencepiece());
        CHECK(checks_after_stop(*tokenizer, text, 20) <= kFewChecks);
    }
    SECTION("by SentencePiece, of bytes that are no text") {
        const auto tokenizer = open_sound(small_sentencepiece());
        CHECK(checks_after_stop(*tokenizer, std::string(kLongText / 64, '\xFF'), 1000) <=
              kFewChecks);
    }
}

TEST_CASE("a stop ends the encoding of a text without a space") {
    const auto tokenizer = open_sound(small_json());
    const std::string text = repeated("hello", std::size_t{4} << 20U);
    CHECK(checks_after_stop(*tokenizer, text, 1000) <= kFewChecks);
}

TEST_CASE("a text that is cut gives the same ids from there on") {
    for (const DummyPrefix prefix : {DummyPrefix::no, DummyPrefix::yes}) {
        const auto tokenizer = open_sound(small_sentencepiece({.dummy_prefix = prefix}));
        const std::string text = repeated("hello world \u00E9 hell ", 100'000);
        const auto whole = tokenizer->encode(text, EncodeOptions{});
        REQUIRE(whole.has_value());
        REQUIRE(whole->cuts.size() > 3);
        for (const TextCut& cut : whole->cuts) {
            const auto rest = tokenizer->encode(text, EncodeOptions{.begin = cut.offset});
            REQUIRE(rest.has_value());
            CHECK(std::ranges::equal(rest->ids, std::span(whole->ids).subspan(cut.ids)));
        }
    }
}
