#include "tests/inference/support/answer_listener.h"
#include "tests/inference/support/letter_tokenizer.h"
#include "tests/inference/support/tiny_model.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <limits>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;
using Catch::Matchers::ContainsSubstring;

namespace {

std::unique_ptr<LoadedModel> load(ModelConfig config, TokenId known_tokens = 101) {
    config.max_positions = 400;
    ModelChoice choice;
    choice.threads = 1;
    auto model =
        LoadedModel::assemble(config, std::make_unique<TinyModel>(config, WeightDtype::f32, 3),
                              std::make_unique<LetterTokenizer>(known_tokens), choice);
    REQUIRE(model);
    return *std::move(model);
}

GenerateRequest raw(std::string text, std::int64_t max_tokens) {
    GenerateRequest request;
    request.prompt = RawPrompt{std::move(text)};
    request.sampling.temperature = 0;
    request.max_tokens = max_tokens;
    return request;
}

} // namespace

TEST_CASE("an answer is streamed, counted and ends at its limit") {
    auto model = load(tiny_llama());
    const auto made = run(*model, raw(std::string(150, 'x'), 12));
    CHECK(made.token_ids.size() == 12);
    CHECK(made.stats.reason == FinishReason::length);
    CHECK(made.stats.prompt_tokens == 151);
    CHECK(made.stats.generated_tokens == 12);
    CHECK(made.stats.reused_tokens == 0);
    CHECK(made.stats.prefill_tokens_per_second > 0);
}

TEST_CASE("a prompt with the same prefix as the last one computes only what is new, with the same "
          "answer") {
    for (const auto& config : {tiny_llama(), tiny_pro()}) {
        const std::string text = "once upon a time there was a model";
        auto fresh = load(config);
        const auto expected = run(*fresh, raw(text + " and a cache", 20));

        auto model = load(config);
        run(*model, raw(text + " that slept", 20));
        const auto again = run(*model, raw(text + " and a cache", 20));
        // BOS, the text, and the space after it.
        CHECK(again.stats.reused_tokens == static_cast<std::int64_t>(text.size()) + 2);
        CHECK(again.token_ids == expected.token_ids);

        // The same prompt again: all but its last token is in the cache.
        const auto third = run(*model, raw(text + " and a cache", 20));
        CHECK(third.stats.reused_tokens == third.stats.prompt_tokens - 1);
        CHECK(third.token_ids == expected.token_ids);
    }
}

TEST_CASE("a stop token ends the answer and is not part of it") {
    auto config = tiny_llama();
    const auto free = run(*load(config), raw("hello", 10));
    config.eos_tokens = {free.token_ids.back()};
    const auto first_of_it = std::ranges::find(free.token_ids, config.eos_tokens.front());
    const auto ended = run(*load(config), raw("hello", 10));
    CHECK(ended.stats.reason == FinishReason::stop);
    CHECK(ended.token_ids == std::vector<TokenId>(free.token_ids.begin(), first_of_it));
}

TEST_CASE("tokens that the tokenizer does not know are never sampled") {
    auto model = load(tiny_llama(), 40);
    auto request = raw("hello", 200);
    request.sampling.temperature = 5;
    request.sampling.top_p = 1;
    for (const auto token : run(*model, request).token_ids) {
        CHECK(token < 40);
    }
}

TEST_CASE("the seed decides the answer") {
    auto model = load(tiny_llama());
    auto request = raw("hello", 30);
    request.sampling.temperature = 2;
    request.sampling.seed = 5;
    const auto first = run(*model, request);
    CHECK(run(*model, request).token_ids == first.token_ids);
    request.sampling.seed = 6;
    CHECK(run(*model, request).token_ids != first.token_ids);
}

TEST_CASE("a prompt longer than the context is refused with the numbers, an answer is limited to "
          "the rest") {
    auto model = load(tiny_llama());
    AnswerListener listener;
    const auto refused = answer(*model, raw(std::string(399, 'x'), 10), listener);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::context_too_long);
    CHECK_THAT(refused.error().detail, ContainsSubstring("400"));
    CHECK_THAT(refused.error().detail, ContainsSubstring("399"));

    const auto cut = run(*model, raw(std::string(390, 'x'), 1000));
    CHECK(cut.stats.reason == FinishReason::length);
    CHECK(cut.token_ids.size() == 9);
}

TEST_CASE("a prompt whose KV cache does not fit into memory is refused before prefill") {
    auto config = tiny_llama();
    config.max_positions = 20000;
    ModelChoice choice;
    choice.threads = 1;
    auto model =
        LoadedModel::assemble(config, std::make_unique<TinyModel>(config, WeightDtype::f32, 3),
                              std::make_unique<LetterTokenizer>(101), choice);
    REQUIRE(model);
    std::int64_t available = 50'000'000;
    (*model)->set_memory_source([&available] { return MemoryState{available, {}}; });
    AnswerListener listener;
    const auto refused = answer(**model, raw(std::string(15000, 'x'), 10), listener);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::out_of_memory);
    CHECK_THAT(refused.error().detail, ContainsSubstring("50 MB"));
    CHECK(listener.read == 0);
    CHECK((*model)->session().tokens().empty());

    CHECK_FALSE((*model)->check_room_for(15000));
    available = 1'000'000'000;
    CHECK((*model)->check_room_for(15000));
    // A short prompt is not checked, and without information none is refused.
    available = 0;
    CHECK((*model)->check_room_for(100));
    CHECK(answer(**model, raw("hello", 2), listener));
    (*model)->set_memory_source([] { return std::optional<MemoryState>(); });
    CHECK((*model)->check_room_for(15000));
}

TEST_CASE("the same seed gives the same answer on any number of threads, every time") {
    std::vector<TokenId> expected;
    for (const int threads : {1, 2, 2, 3}) {
        auto config = tiny_pro();
        config.max_positions = 400;
        ModelChoice choice;
        choice.threads = threads;
        auto model =
            LoadedModel::assemble(config, std::make_unique<TinyModel>(config, WeightDtype::int4, 3),
                                  std::make_unique<LetterTokenizer>(101), choice);
        REQUIRE(model);
        auto request = raw(std::string(150, 'x'), 40);
        request.sampling.temperature = 1.5F;
        request.sampling.seed = 99;
        for (int round = 0; round < 2; ++round) {
            const auto made = run(**model, request);
            expected = expected.empty() ? made.token_ids : expected;
            CHECK(made.token_ids == expected);
        }
    }
    CHECK(expected.size() == 40);
}

TEST_CASE("a stop keeps what is written, and the next answer is complete") {
    auto model = load(tiny_llama());
    AnswerListener listener;
    listener.stop_after = 4;
    auto request = raw("hello", 100);
    request.stop = listener.source.get_token();
    const auto stopped = answer(*model, request, listener);
    REQUIRE(stopped);
    CHECK(stopped->stats.reason == FinishReason::cancelled);
    CHECK(stopped->token_ids.size() == 4);

    AnswerListener never;
    const auto at_once = answer(*model, request, never);
    REQUIRE(at_once);
    CHECK(at_once->stats.reason == FinishReason::cancelled);
    CHECK(at_once->token_ids.empty());

    const auto whole = run(*model, raw("hello", 20));
    CHECK(whole.token_ids == run(*load(tiny_llama()), raw("hello", 20)).token_ids);
}

TEST_CASE(
    "a conversation is rendered with the model's chat template, an empty raw prompt is BOS alone") {
    auto model = load(tiny_llama());
    ChatPrompt chat;
    chat.messages.push_back({Role::user, "hi", {}});
    GenerateRequest request = raw("", 3);
    request.prompt = chat;
    CHECK(run(*model, request).stats.prompt_tokens > 2);
    CHECK(run(*model, raw("", 3)).stats.prompt_tokens == 1);
}

TEST_CASE("NaN weights are reported instead of answered with") {
    auto config = tiny_llama();
    config.rms_norm_eps = std::numeric_limits<float>::quiet_NaN();
    auto model = load(config);
    AnswerListener listener;
    const auto made = answer(*model, raw("hello", 5), listener);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == ErrorCode::corrupt_data);
}
