#include "inference/engine/evaluation.h"
#include "tests/inference/support/tiny_model.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

// Mean negative log-likelihood of tokens[1 …] by the reference forward pass.
double expected_nll(const ModelConfig& config, const TinyModel& weights,
                    const std::vector<TokenId>& tokens) {
    const auto logits = reference_logits(config, weights, tokens);
    double total = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        double sum = 0;
        for (std::size_t n = 0; n < config.vocabulary_size; ++n) {
            sum += std::exp(static_cast<double>(logits[i * config.vocabulary_size + n]));
        }
        total += std::log(sum) -
                 logits[i * config.vocabulary_size + static_cast<std::size_t>(tokens[i + 1])];
    }
    return total / static_cast<double>(tokens.size() - 1);
}

} // namespace

TEST_CASE("likelihoods match the logits, in windows of the context") {
    auto config = tiny_llama();
    config.max_positions = 40;
    TinyModel weights(config, WeightDtype::f32, 8);
    auto transformer = Transformer::create(config, weights, KvDtype::f32, 1);
    REQUIRE(transformer);
    const auto tokens = some_tokens(config, 60, 4);

    auto first = std::vector<TokenId>(tokens.begin(), tokens.begin() + 39);
    first.insert(first.begin(), 1);
    auto second = std::vector<TokenId>(tokens.begin() + 39, tokens.end());
    second.insert(second.begin(), 1);
    const double expected =
        (39 * expected_nll(config, weights, first) + 21 * expected_nll(config, weights, second)) /
        60;
    const auto found = perplexity_of(**transformer, tokens, 1);
    REQUIRE(found);
    CHECK(found->tokens == 60);
    CHECK(found->nll == Catch::Approx(expected).epsilon(1e-4));

    const auto without = perplexity_of(**transformer, std::span(tokens).first(30), std::nullopt);
    REQUIRE(without);
    CHECK(without->tokens == 29);
    CHECK_FALSE(perplexity_of(**transformer, std::span(tokens).first(1), std::nullopt));
}

TEST_CASE("logits of given tokens are those of the forward pass") {
    const auto config = tiny_pro();
    TinyModel weights(config, WeightDtype::f32, 8);
    auto transformer = Transformer::create(config, weights, KvDtype::f32, 1);
    REQUIRE(transformer);
    const auto tokens = some_tokens(config, 20, 4);
    const auto logits = logits_of(**transformer, tokens);
    REQUIRE(logits);
    CHECK(largest_difference(reference_logits(config, weights, tokens), *logits) < 1e-3);
}

TEST_CASE("a model with changed position settings computes like one created with them") {
    const auto first = tiny_pro();
    auto second = first;
    second.rope_pairing = RopePairing::half_split;
    for (auto& layer : second.layers) {
        layer.rope->theta = 77;
        layer.has_weightless_qk_norm = false;
    }
    second.layers[0].rope.reset();
    TinyModel weights(first, WeightDtype::f32, 8);
    auto transformer = Transformer::create(first, weights, KvDtype::f32, 1);
    REQUIRE(transformer);
    const auto tokens = some_tokens(first, 20, 4);
    for (const auto& config : {second, first}) {
        REQUIRE((*transformer)->set_position_config(config));
        const auto logits = logits_of(**transformer, tokens);
        REQUIRE(logits);
        CHECK(largest_difference(reference_logits(config, weights, tokens), *logits) < 1e-3);
    }
}

TEST_CASE("the divergence of a model from itself is zero, and from another positive") {
    const auto config = tiny_pro();
    TinyModel weights(config, WeightDtype::f32, 8);
    TinyModel others(config, WeightDtype::f32, 9);
    const auto base = Transformer::create(config, weights, KvDtype::f32, 1);
    const auto same = Transformer::create(config, weights, KvDtype::f32, 1);
    const auto other = Transformer::create(config, others, KvDtype::f32, 1);
    REQUIRE((base && same && other));
    const auto tokens = some_tokens(config, 40, 4);
    const auto none = divergence_of(**base, **same, tokens);
    REQUIRE(none);
    CHECK(none->tokens == 40);
    CHECK(none->mean < 1e-9);
    CHECK(none->same_top == 1);
    const auto some = divergence_of(**base, **other, tokens);
    REQUIRE(some);
    // Σ p ln(p / q) of every position, from the logits of both.
    const auto expected = logits_of(**base, tokens);
    const auto found = logits_of(**other, tokens);
    REQUIRE((expected && found));
    const auto n = config.vocabulary_size;
    const auto probabilities = [n](const std::vector<float>& logits, std::size_t at) {
        std::vector<double> all;
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) {
            all.push_back(std::exp(static_cast<double>(logits[at * n + i])));
            sum += all.back();
        }
        for (double& one : all) {
            one /= sum;
        }
        return all;
    };
    double total = 0;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const auto p = probabilities(*expected, at);
        const auto q = probabilities(*found, at);
        for (std::size_t i = 0; i < n; ++i) {
            total += p[i] * std::log(p[i] / q[i]);
        }
    }
    CHECK(some->mean == Catch::Approx(total / 40).epsilon(1e-6));
    CHECK(some->p99 >= some->median);
    CHECK_FALSE(divergence_of(**base, **other, {}));
}

TEST_CASE("a text has one negative log-likelihood per token but the first") {
    const auto config = tiny_pro();
    TinyModel weights(config, WeightDtype::f32, 8);
    auto transformer = Transformer::create(config, weights, KvDtype::f32, 1);
    REQUIRE(transformer);
    const auto tokens = some_tokens(config, 40, 4); // more than have logits at once
    const auto nlls = token_nlls(**transformer, tokens);
    REQUIRE(nlls);
    REQUIRE(nlls->size() == 39);
    double sum = 0;
    for (const double surprise : *nlls) {
        sum += surprise;
    }
    CHECK(sum / 39 == Catch::Approx(expected_nll(config, weights, tokens)).epsilon(1e-4));
    CHECK_FALSE(token_nlls(**transformer, std::span(tokens).first(1)));
}
