// How int8 keys and values affect the predictions of real models.

#include "inference/engine/evaluation.h"
#include "inference/generation/sampler.h"
#include "inference/kv/kv_cache.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"
#include "tests/inference/support/checkpoint_weights.h"
#include "tests/support/shared_data.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <fstream>
#include <iterator>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

constexpr TokenId kBos = 1;

std::unique_ptr<Transformer> load(const std::filesystem::path& folder, WeightSource& weights,
                                  KvDtype dtype) {
    const auto config = read_model_config(folder);
    REQUIRE(config);
    auto transformer = Transformer::create(*config, weights, dtype, 1);
    REQUIRE(transformer);
    return *std::move(transformer);
}

double perplexity(const std::filesystem::path& folder, WeightSource& weights, KvDtype dtype,
                  std::span<const TokenId> tokens) {
    const auto transformer = load(folder, weights, dtype);
    const auto result = perplexity_of(*transformer, tokens, kBos);
    REQUIRE(result);
    return std::exp(result->nll);
}

// Texts written by the model itself, each as long as its context.
std::vector<TokenId> written_by(Transformer& transformer, std::size_t texts) {
    const auto vocabulary = transformer.config().vocabulary_size;
    std::vector<TokenId> tokens;
    std::vector<float> logits(vocabulary);
    for (std::size_t text = 0; text < texts; ++text) {
        SamplingOptions options;
        options.temperature = 1;
        options.top_p = 1;
        options.seed = text;
        Sampler sampler(options);
        const auto cache = transformer.make_cache();
        TokenId token = kBos;
        while (cache->length() + 1 < transformer.config().max_positions) {
            REQUIRE(transformer.forward({&token, 1}, *cache, LogitsFor::last, logits, {}));
            const auto drawn = sampler.sample(logits, {});
            REQUIRE(drawn);
            token = *drawn;
            tokens.push_back(token);
        }
    }
    return tokens;
}

} // namespace

// Where dot products take signed bytes only, attention weights have 7 bits instead of 8.
#ifdef __x86_64__
constexpr double kMaxLost = 0.002;
#else
constexpr double kMaxLost = 0.0025;
#endif

TEST_CASE("int8 keys and values keep the starter model's perplexity within 0.2 % of f16") {
    const std::filesystem::path folder = SOTTO_STARTER_MODEL;
    const auto tokenizer = open_folder_tokenizer(folder);
    REQUIRE(tokenizer);
    std::ifstream file(folder / "LICENSE", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto tokens = (*tokenizer)->encode(text);
    REQUIRE(tokens.size() > 2000);
    CheckpointWeights weights(folder);
    const double f16 = perplexity(folder, weights, KvDtype::f16, tokens);
    const double int8 = perplexity(folder, weights, KvDtype::int8, tokens);
    CAPTURE(f16, int8);
    CHECK(std::abs(int8 / f16 - 1) < kMaxLost);
}

// Heads of 8 dimensions, where rounding has more effect than in real models.
TEST_CASE("int8 keys and values keep the stories model's perplexity within 0.2 % of f16") {
    const auto folder = shared_data("models/stories260K-hf");
    if (!std::filesystem::exists(folder)) {
        SKIP("no shared test data");
    }
    CheckpointWeights weights(folder);
    const auto tokens = written_by(*load(folder, weights, KvDtype::f32), 8);
    const double f16 = perplexity(folder, weights, KvDtype::f16, tokens);
    const double int8 = perplexity(folder, weights, KvDtype::int8, tokens);
    CAPTURE(f16, int8);
    CHECK(std::abs(int8 / f16 - 1) < kMaxLost);
}
