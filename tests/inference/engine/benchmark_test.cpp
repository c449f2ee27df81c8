#include "inference/engine/benchmark.h"
#include "inference/engine/kv_cache.h"
#include "inference/engine/random_weights.h"
#include "inference/engine/thread_count.h"
#include "tests/inference/engine/tiny_model.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

TEST_CASE("a benchmark runs every test at every depth that fits") {
    auto config = tiny_pro();
    config.max_positions = 700;
    RandomWeights weights(config);
    auto transformer = Transformer::create(config, weights, KvForm::int8, 1);
    REQUIRE(transformer);
    std::size_t heard = 0;
    const BenchmarkPlan plan{{20, 400}, {0, 600}, 5, 2};
    const auto results =
        run_benchmark(**transformer, plan, {}, [&](const BenchmarkResult&) { ++heard; });
    REQUIRE(results);
    // 400 more after 600 do not fit.
    REQUIRE(results->size() == 5);
    CHECK(heard == 5);
    CHECK((*results)[0].test == BenchmarkResult::Test::prefill);
    CHECK((*results)[1].tokens == 400);
    CHECK((*results)[2].test == BenchmarkResult::Test::decode);
    CHECK((*results)[4].depth == 600);
    for (const auto& result : *results) {
        CHECK(result.tokens_per_second > 0);
        CHECK(result.spread >= 0);
        CHECK(result.repeat == 2);
    }
    CHECK_FALSE(run_benchmark(**transformer, {{701}, {0}, 0, 1}));
}

TEST_CASE("random weights are the same each time and give finite logits in every family") {
    for (const auto& config : {tiny_pro(), tiny_llama(), tiny_gemma()}) {
        std::vector<float> logits[2];
        for (auto& one : logits) {
            RandomWeights weights(config);
            auto transformer = Transformer::create(config, weights, KvForm::int8, 1);
            REQUIRE(transformer);
            const auto cache = (*transformer)->make_cache();
            one.resize(config.vocabulary_size);
            REQUIRE((*transformer)
                        ->forward(some_tokens(config, 50, 1), *cache, LogitRows::last, one, {}));
        }
        CHECK(logits[0] == logits[1]);
        CHECK(std::isfinite(logits[0].front()));
    }
}

TEST_CASE("a row of random weights is the matrix's row, whatever was made before") {
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

TEST_CASE("there is at least one core to compute with") {
    CHECK(default_thread_count() >= 1);
}
