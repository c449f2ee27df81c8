#include "inference/chat/text_encoder.h"
#include "tests/inference/support/counting_tokenizer.h"
#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;

namespace {

constexpr std::size_t kRoom = std::size_t{4} << 20U;

std::string words(std::size_t bytes) {
    Dice dice(7);
    std::string text;
    while (text.size() < bytes) {
        text += std::vector{"hello ", "hell ", "world ", "or\n"}[dice.roll(4)];
    }
    return text;
}

} // namespace

TEST_CASE("a text is encoded once, for as long as it is kept") {
    const auto inner = open_sound(small_json());
    const test::CountingTokenizer tokenizer(*inner);
    TextEncoder encoder(tokenizer, kRoom);
    const std::vector<std::size_t> offsets{3, 700};
    const std::string text = words(1000);
    const auto first = encoder.encode(text, offsets, {});
    REQUIRE(first.has_value());
    CHECK((*first)->ids == inner->encode(text));
    CHECK(tokenizer.encoded_bytes == text.size());
    CHECK(*encoder.encode(text, offsets, {}) == *first);
    CHECK(tokenizer.encoded_bytes == text.size());

    const auto other = encoder.encode(text, std::vector<std::size_t>{4}, {}); // other places
    REQUIRE(other.has_value());
    CHECK((*other)->counts.size() == 1);
    CHECK(tokenizer.encoded_bytes == 2 * text.size());

    encoder.clear();
    REQUIRE(encoder.encode(text, offsets, {}).has_value());
    CHECK(tokenizer.encoded_bytes == 3 * text.size());
    std::stop_source stop;
    stop.request_stop();
    for (const std::string& asked : {std::string("hello"), text}) { // the second one is kept
        const auto stopped = encoder.encode(asked, offsets, stop.get_token());
        REQUIRE_FALSE(stopped.has_value());
        CHECK(stopped.error().code == ErrorCode::cancelled);
    }
}

TEST_CASE("what is kept has a bound, and the last used stays") {
    const auto inner = open_sound(small_json());
    const test::CountingTokenizer tokenizer(*inner);
    TextEncoder encoder(tokenizer, 20'000);
    const std::string often = words(1000);
    REQUIRE(encoder.encode(often, {}, {}).has_value());
    for (int i = 0; i < 50; ++i) {
        REQUIRE(encoder.encode(std::to_string(i) + often, {}, {}).has_value());
        REQUIRE(encoder.encode(often, {}, {}).has_value());
    }
    CHECK(tokenizer.encoded_bytes < 52 * (often.size() + 2));
    REQUIRE(encoder.encode("0" + often, {}, {}).has_value()); // it had to go
    CHECK(tokenizer.encoded_bytes > 52 * often.size());
    const std::size_t before = tokenizer.encoded_bytes;
    const std::string huge = words(30'000);
    REQUIRE(encoder.encode(huge, {}, {}).has_value());
    REQUIRE(encoder.encode(often, {}, {}).has_value()); // which that did not push out
    CHECK(tokenizer.encoded_bytes == before + huge.size());
}

TEST_CASE("of a text that begins as another only the rest is encoded") {
    for (const DummyPrefix prefix : {DummyPrefix::no, DummyPrefix::yes}) {
        const auto inner = open_sound(small_sentencepiece({.dummy_prefix = prefix}));
        const test::CountingTokenizer tokenizer(*inner);
        TextEncoder encoder(tokenizer, kRoom);
        const std::string text = words(200'000);
        const std::vector<std::size_t> offsets{10, 50'000, 120'000, 199'990};
        REQUIRE(encoder.encode(text, offsets, {}).has_value());
        for (const std::size_t common : {199'000U, 100'000U, 70'000U, 16'385U, 100U}) {
            CAPTURE(common, static_cast<int>(prefix));
            const std::string other = text.substr(0, common) + "hell, said " + words(1000);
            std::vector<std::size_t> before;
            std::ranges::copy_if(offsets, std::back_inserter(before),
                                 [&](std::size_t offset) { return offset < common; });
            before.push_back(other.size() - 5);
            tokenizer.encoded_bytes = 0;
            const auto known = encoder.encode(other, before, {});
            REQUIRE(known.has_value());
            CHECK(tokenizer.encoded_bytes < 40'000);
            const auto fresh = inner->encode(other, EncodeOptions{.offsets = before});
            REQUIRE(fresh.has_value());
            CHECK((*known)->ids == fresh->ids);
            CHECK((*known)->counts == fresh->counts);
            REQUIRE((*known)->cuts.size() == fresh->cuts.size());
            for (std::size_t i = 0; i < fresh->cuts.size(); ++i) {
                CHECK((*known)->cuts[i].offset == fresh->cuts[i].offset);
                CHECK((*known)->cuts[i].ids == fresh->cuts[i].ids);
            }
        }
    }
}
