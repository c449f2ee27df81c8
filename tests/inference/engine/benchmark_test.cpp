#include "inference/engine/benchmark.h"
#include "inference/engine/lookup_benchmark.h"
#include "inference/kv/kv_cache.h"
#include "inference/transformer/random_weights.h"
#include "tests/inference/support/tiny_model.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

using Test = BenchmarkResult::Test;

namespace {

struct Row {
    Test test;
    std::size_t tokens;
    std::size_t depth;
    bool operator==(const Row&) const = default;
};

} // namespace

TEST_CASE("a benchmark runs every test at every depth that fits the context") {
    auto config = tiny_pro();
    config.max_positions = 700;
    RandomWeights weights(config);
    auto transformer = Transformer::create(config, weights, KvDtype::int8, 1);
    REQUIRE(transformer);
    std::size_t heard = 0;
    // 400 more after 600 do not fit; the last depth leaves room for decoding.
    const BenchmarkPlan plan{{20, 400}, {700, 0, 600, 0}, 5, 2, 3};
    const auto results =
        run_benchmark(**transformer, plan, {}, [&](const BenchmarkResult&) { ++heard; });
    REQUIRE(results);
    const std::vector<Row> expected{
        {Test::prefill, 20, 0}, {Test::prefill, 400, 0}, {Test::decode, 5, 0},
        {Test::stop, 0, 0},     {Test::prefill, 600, 0}, {Test::prefill, 20, 600},
        {Test::decode, 5, 600}, {Test::stop, 0, 600},    {Test::prefill, 695, 0},
        {Test::decode, 5, 695}, {Test::stop, 0, 695}};
    std::vector<Row> measured;
    for (const auto& result : *results) {
        measured.push_back({result.test, result.tokens, result.depth});
    }
    CHECK(measured == expected);
    CHECK(heard == expected.size());
    for (const auto& result : *results) {
        CHECK(result.spread >= 0);
        if (result.test != Test::stop) {
            CHECK(result.tokens_per_second > 0);
            const auto& seconds = result.operator_seconds;
            CHECK(std::ranges::all_of(seconds, [](double one) { return one > 0; }));
        }
    }
    CHECK_FALSE(run_benchmark(**transformer, {{701}, {0}, 0, 1, 0}));
}

TEST_CASE("prompt lookup is measured on a quoting and on a misleading text") {
    auto config = tiny_pro();
    config.max_positions = 700;
    RandomWeights weights(config);
    auto transformer = Transformer::create(config, weights, KvDtype::int8, 1);
    REQUIRE(transformer);
    const auto measured = run_lookup_benchmark(**transformer, 0, 60, 2);
    REQUIRE(measured);
    CHECK(to_string(measured->quote.test) == "quote");
    CHECK(to_string(measured->misleading.test) == "misleading");
    for (const auto& result : {measured->quote, measured->misleading}) {
        CHECK(result.depth == 512);
        CHECK(result.tokens == 60);
        CHECK(result.tokens_per_second > 0);
        CHECK(result.plain_tokens_per_second > 0);
    }
    CHECK_FALSE(run_lookup_benchmark(**transformer, 650, 60, 1));
}

TEST_CASE("random weights are reproducible and give finite logits in every family") {
    for (const auto& config : {tiny_pro(), tiny_llama(), tiny_gemma()}) {
        std::vector<float> logits[2];
        for (auto& one : logits) {
            RandomWeights weights(config);
            auto transformer = Transformer::create(config, weights, KvDtype::int8, 1);
            REQUIRE(transformer);
            const auto cache = (*transformer)->make_cache();
            one.resize(config.vocabulary_size);
            REQUIRE((*transformer)
                        ->forward(some_tokens(config, 50, 1), *cache, LogitsFor::last, one, {}));
        }
        CHECK(logits[0] == logits[1]);
        CHECK(std::isfinite(logits[0].front()));
    }
}

TEST_CASE("a row of random weights equals the matrix's row, whatever was generated before") {
    RandomWeights weights(tiny_pro());
    std::vector<float> expected(40);
    std::vector<float> row(40);
    dequantize_row(*weights.matrix("a", 6, 40), 5, expected);
    REQUIRE(weights.matrix("b", 3, 70));
    weights.release();
    REQUIRE(weights.read_row("a", 6, 40, 5, row));
    CHECK(row == expected);
    REQUIRE(weights.read_row("a", 6, 40, 4, row));
    CHECK(row != expected);
}
