#include "tests/inference/support/answer_listener.h"
#include "tests/inference/support/letter_tokenizer.h"
#include "tests/inference/support/tiny_model.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

using Mode = DraftLengthPolicy::Mode;

// So few tokens may be drawn that even a model of random weights writes what can be drafted.
constexpr TokenId kKnownTokens = 12;

std::unique_ptr<LoadedModel> load(ModelConfig config, Mode mode,
                                  WeightDtype dtype = WeightDtype::int4,
                                  KvDtype kv = KvDtype::int8) {
    config.max_positions = 700;
    ModelChoice choice;
    choice.threads = 1;
    choice.kv = kv;
    auto model = LoadedModel::assemble(config, std::make_unique<TinyModel>(config, dtype, 3),
                                       std::make_unique<LetterTokenizer>(kKnownTokens), choice);
    REQUIRE(model);
    (*model)->speculation().policy.set_mode(mode);
    return *std::move(model);
}

GenerateRequest request_of(std::string text, float temperature, std::int64_t max_tokens) {
    GenerateRequest request;
    request.prompt = RawPrompt{std::move(text)};
    request.sampling.temperature = temperature;
    request.sampling.seed = 17;
    request.max_tokens = max_tokens;
    return request;
}

// Both models answer alike and are left in the same state.
void check_alike(LoadedModel& guessing, LoadedModel& plain, const GenerateRequest& request) {
    const auto expected = run(plain, request);
    const auto made = run(guessing, request);
    CHECK(made.token_ids == expected.token_ids);
    CHECK(made.text == expected.text);
    CHECK(made.stats.reason == expected.stats.reason);
    CHECK(made.stats.generated_tokens == expected.stats.generated_tokens);
    CHECK(made.stats.reused_tokens == expected.stats.reused_tokens);
    CHECK(std::ranges::equal(guessing.session().tokens(), plain.session().tokens()));
}

const std::string kText = "the cat sat on the mat and the dog sat on the cat ";

} // namespace

TEST_CASE("guessing changes no token of an answer, greedy or drawn, in any family") {
    for (const auto& config : {tiny_pro(), tiny_nope(), tiny_llama(), tiny_gemma()}) {
        CAPTURE(to_string(config.family));
        auto guessing = load(config, Mode::always);
        auto plain = load(config, Mode::never);
        for (const float temperature : {0.0F, 0.3F, 1.0F, 3.0F}) {
            CAPTURE(temperature);
            check_alike(*guessing, *plain, request_of(kText, temperature, 150));
        }
        CHECK(plain->speculation().drafted == 0);
        // Both happened: drafts that held and drafts that were taken back.
        CHECK(guessing->speculation().accepted > 0);
        CHECK(guessing->speculation().accepted < guessing->speculation().drafted);
    }
}

#ifdef __x86_64__
constexpr bool kIsX86 = true;
#else
constexpr bool kIsX86 = false;
#endif

TEST_CASE(
    "guessing changes nothing with other dtypes of weights and KV, nor with adaptive drafts") {
    for (const auto mode : {Mode::always, Mode::adaptive}) {
        for (const auto kv : {KvDtype::f32, KvDtype::f16}) {
            auto guessing = load(tiny_pro(), mode, WeightDtype::f32, kv);
            auto plain = load(tiny_pro(), Mode::never, WeightDtype::f32, kv);
            check_alike(*guessing, *plain, request_of(kText, 0, 300));
            check_alike(*guessing, *plain, request_of(kText, 0.5F, 300));
            // Elsewhere f32 rows may have other bits among others, and then nothing is drafted.
            CHECK((mode == Mode::adaptive || guessing->speculation().accepted > 0 || !kIsX86));
        }
    }
}

TEST_CASE("every way of drawing sees what it would without drafts") {
    auto guessing = load(tiny_gemma(), Mode::always);
    auto plain = load(tiny_gemma(), Mode::never);
    auto request = request_of(kText, 0.8F, 120);
    request.sampling.repetition_penalty = 1.3F;
    check_alike(*guessing, *plain, request);
    request.sampling.top_k = 5;
    request.sampling.min_p = 0.05F;
    request.sampling.top_p = 0.7F;
    check_alike(*guessing, *plain, request);
    request.sampling.temperature = 0;
    check_alike(*guessing, *plain, request);
}

TEST_CASE("an answer with drafts ends where it would without: limit, context and stop token") {
    auto guessing = load(tiny_llama(), Mode::always);
    auto plain = load(tiny_llama(), Mode::never);
    for (std::int64_t limit = 1; limit <= 20; ++limit) {
        check_alike(*guessing, *plain, request_of(kText, 0, limit));
    }
    CHECK(guessing->speculation().accepted > 0);
    // The context ends after eleven more tokens.
    check_alike(*guessing, *plain, request_of(std::string(688, 'x'), 0, 1000));
    CHECK(plain->session().tokens().size() == 699);

    // Every token that may end the answer, wherever it stands among the drafts.
    const auto free = run(*plain, request_of(kText, 0, 40));
    for (const auto token : free.token_ids) {
        auto config = tiny_llama();
        config.eos_tokens = {token};
        check_alike(*load(config, Mode::always), *load(config, Mode::never),
                    request_of(kText, 0, 40));
    }
}

TEST_CASE("later turns reuse what was written with drafts") {
    for (const auto& config : {tiny_pro(), tiny_gemma()}) { // both have windows
        auto guessing = load(config, Mode::always);
        auto plain = load(config, Mode::never);
        std::string text = kText;
        for (int turn = 0; turn < 4; ++turn) {
            const auto request = request_of(text, 0, 90);
            check_alike(*guessing, *plain, request);
            text += run(*plain, request).text + " and the cat ";
        }
        CHECK(guessing->session().tokens().size() > 400);
    }
}

TEST_CASE("a stop between drafted tokens leaves what was written") {
    for (std::size_t stop_after = 1; stop_after < 30; ++stop_after) {
        auto guessing = load(tiny_llama(), Mode::always);
        AnswerListener listener;
        listener.stop_after = stop_after;
        auto request = request_of(kText, 0, 100);
        request.stop = listener.source.get_token();
        const auto stopped = answer(*guessing, request, listener);
        REQUIRE(stopped);
        CHECK(stopped->stats.reason == FinishReason::cancelled);
        CHECK(stopped->token_ids.size() == stop_after);
        // The last token was told, but not computed.
        CHECK(guessing->session().tokens().size() == kText.size() + stop_after);
    }
}
