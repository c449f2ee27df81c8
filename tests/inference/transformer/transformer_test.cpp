#include "inference/engine/evaluation.h"
#include "inference/kv/kv_cache.h"
#include "inference/transformer/transformer.h"
#include "tests/inference/support/tiny_model.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <limits>
#include <span>
#include <stop_token>
#include <thread>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

struct Loaded {
    TinyModel weights;
    std::unique_ptr<Transformer> transformer;

    Loaded(const ModelConfig& config, WeightDtype dtype, KvDtype kv, int threads = 2)
        : weights(config, dtype, 42) {
        auto made = Transformer::create(config, weights, kv, threads);
        REQUIRE(made);
        transformer = *std::move(made);
    }

    std::vector<float> logits(const std::vector<TokenId>& tokens, std::size_t chunk) {
        auto cache = transformer->make_cache();
        std::vector<float> out(tokens.size() * transformer->config().vocabulary_size);
        REQUIRE(transformer->forward(tokens, *cache, LogitsFor::all, out, {}, chunk));
        REQUIRE(cache->length() == tokens.size());
        return out;
    }

    std::vector<float> logits_after(const KvCache& before, std::span<const TokenId> tokens,
                                    std::size_t chunk) {
        const auto cache = before.fork();
        std::vector<float> out(tokens.size() * transformer->config().vocabulary_size);
        REQUIRE(transformer->forward(tokens, *cache, LogitsFor::all, out, {}, chunk));
        return out;
    }
};

} // namespace

TEST_CASE("f32 logits of every family match the reference forward pass, in chunks of any size") {
    for (const auto& config : {tiny_pro(), tiny_nope(), tiny_llama(), tiny_gemma(), tiny_qwen2(),
                               tiny_qwen3(), tiny_smollm3(), tiny_granite()}) {
        CAPTURE(to_string(config.family));
        Loaded model(config, WeightDtype::f32, KvDtype::f32, 1);
        const auto tokens = some_tokens(config, 290, 7);
        const auto expected = reference_logits(config, model.weights, tokens);
        for (const std::size_t chunk : {1, 7, 64, 256}) {
            CAPTURE(chunk);
            CHECK(largest_difference(expected, model.logits(tokens, chunk)) < 1e-3);
        }
    }
}

TEST_CASE("quantized weights match their dequantized values up to activation noise") {
    for (const auto& config :
         {tiny_pro(), tiny_llama(), tiny_gemma(), tiny_qwen2(), tiny_granite()}) {
        const auto tokens = some_tokens(config, 40, 7);
        for (const auto dtype : {WeightDtype::int8, WeightDtype::int4}) {
            CAPTURE(to_string(config.family), static_cast<int>(dtype));
            Loaded model(config, dtype, KvDtype::f32);
            const auto expected = reference_logits(config, model.weights, tokens);
            CHECK(relative_noise(expected, model.logits(tokens, 16)) < 0.05);
        }
    }
}

TEST_CASE("f16 and int8 KV caches add little noise") {
    const auto config = tiny_pro();
    const auto tokens = some_tokens(config, 300, 7);
    TinyModel weights(config, WeightDtype::f32, 42);
    const auto expected = reference_logits(config, weights, tokens);
    Loaded half(config, WeightDtype::f32, KvDtype::f16);
    CHECK(relative_noise(expected, half.logits(tokens, 64)) < 2e-3);
    Loaded int8(config, WeightDtype::f32, KvDtype::int8);
    CHECK(relative_noise(expected, int8.logits(tokens, 64)) < 0.03);
}

TEST_CASE("a large bias that all keys share costs int8 keys no precision") {
    // As in Qwen2.5: far larger than the other elements, where RoPE hardly turns.
    class BiasedKeys final : public WeightSource {
    public:
        explicit BiasedKeys(const ModelConfig& config)
            : plain_(config, WeightDtype::f32, 42), head_dim_(config.head_dim) {}
        [[nodiscard]] bool has(std::string_view name) const override { return plain_.has(name); }
        Result<WeightMatrix> matrix(std::string_view name, std::size_t rows,
                                    std::size_t cols) override {
            return plain_.matrix(name, rows, cols);
        }
        Result<std::vector<float>> vector(std::string_view name, std::size_t size) override {
            auto values = plain_.vector(name, size);
            if (values && name.ends_with("k_proj.bias")) {
                for (std::size_t i = head_dim_ / 2 - 1; i < size; i += head_dim_ / 2) {
                    (*values)[i] += 100;
                }
            }
            return values;
        }

    private:
        TinyModel plain_;
        std::size_t head_dim_;
    };
    auto config = tiny_qwen2();
    for (auto& layer : config.layers) {
        layer.rope->theta = 1e8;
    }
    const auto tokens = some_tokens(config, 100, 7);
    BiasedKeys weights(config);
    const auto logits = [&](KvDtype kv) {
        auto transformer = Transformer::create(config, weights, kv, 1);
        REQUIRE(transformer);
        return logits_of(**transformer, tokens).value();
    };
    CHECK(relative_noise(logits(KvDtype::f32), logits(KvDtype::int8)) < 0.02);
}

TEST_CASE("results have the same bits with any number of threads") {
    const auto config = tiny_nope();
    const auto tokens = some_tokens(config, 100, 9);
    Loaded model(config, WeightDtype::int4, KvDtype::int8, 2);
    const auto first = model.logits(tokens, 32);
    CHECK(first == model.logits(tokens, 32));
    Loaded single(config, WeightDtype::int4, KvDtype::int8, 1);
    CHECK(first == single.logits(tokens, 32));
}

TEST_CASE("a few tokens computed together have the same bits as each alone") {
    struct Forms {
        WeightDtype weights;
        KvDtype kv;
    };
    for (const auto& config :
         {tiny_pro(), tiny_nope(), tiny_llama(), tiny_gemma(), tiny_qwen2(), tiny_granite()}) {
        for (const auto& [weights, kv] :
             {Forms{WeightDtype::int4, KvDtype::int8}, Forms{WeightDtype::int8, KvDtype::f16},
              Forms{WeightDtype::f32, KvDtype::f32}}) {
            CAPTURE(to_string(config.family), static_cast<int>(weights));
            Loaded model(config, weights, kv, 1);
            if (!model.transformer->can_verify_drafts()) {
                // On arm64 XNNPACK sums f32 in another order for one token; nothing is drafted.
                CHECK(weights == WeightDtype::f32);
                continue;
            }
            const auto tokens = some_tokens(config, 530, 5);
            const auto cache = model.transformer->make_cache();
            // Around the borders of tiles, blocks and parts of the sequence.
            for (const std::size_t begin : {1U, 60U, 253U, 507U}) {
                const auto before = std::span(tokens).first(begin).subspan(cache->length());
                REQUIRE(model.transformer->forward(before, *cache, LogitsFor::none, {}, {}));
                for (const std::size_t n_tokens : {2U, 5U, 8U}) {
                    CAPTURE(begin, n_tokens);
                    const auto next = std::span(tokens).subspan(begin, n_tokens);
                    CHECK(model.logits_after(*cache, next, n_tokens) ==
                          model.logits_after(*cache, next, 1));
                }
            }
        }
    }
}

TEST_CASE("the last token's logits are the last of all tokens' logits") {
    const auto config = tiny_llama();
    Loaded model(config, WeightDtype::f32, KvDtype::f32);
    const auto tokens = some_tokens(config, 20, 3);
    const auto all = model.logits(tokens, 8);
    auto cache = model.transformer->make_cache();
    std::vector<float> last(config.vocabulary_size);
    REQUIRE(model.transformer->forward(tokens, *cache, LogitsFor::last, last, {}, 8));
    const std::vector<float> expected(all.end() - static_cast<std::ptrdiff_t>(last.size()),
                                      all.end());
    CHECK(largest_difference(expected, last) < 1e-4);
}

TEST_CASE("a truncated sequence continues as if the rest had never existed") {
    const auto config = tiny_pro();
    Loaded model(config, WeightDtype::f32, KvDtype::f32);
    auto tokens = some_tokens(config, 300, 3);
    auto cache = model.transformer->make_cache();
    REQUIRE(model.transformer->forward(tokens, *cache, LogitsFor::none, {}, {}));
    REQUIRE(cache->truncate(120));
    const auto other = some_tokens(config, 50, 99);
    std::vector<float> logits(config.vocabulary_size);
    REQUIRE(model.transformer->forward(other, *cache, LogitsFor::last, logits, {}));

    tokens.resize(120);
    tokens.insert(tokens.end(), other.begin(), other.end());
    const auto expected = reference_logits(config, model.weights, tokens);
    CHECK(largest_difference({expected.end() - 101, expected.end()}, logits) < 1e-3);
}

TEST_CASE("a stopped forward pass keeps the completed chunks") {
    const auto config = tiny_llama();
    Loaded model(config, WeightDtype::f32, KvDtype::f32);
    std::stop_source source;
    source.request_stop();
    auto cache = model.transformer->make_cache();
    const auto status = model.transformer->forward(some_tokens(config, 10, 1), *cache,
                                                   LogitsFor::none, {}, source.get_token());
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::cancelled);
    CHECK(cache->length() == 0);
}

TEST_CASE("a stop at any time leaves whole chunks and does not affect later results") {
    const auto config = tiny_pro();
    Loaded model(config, WeightDtype::int4, KvDtype::int8);
    const auto tokens = some_tokens(config, 96, 3);
    std::vector<float> expected(config.vocabulary_size);
    const auto undisturbed = model.transformer->make_cache();
    REQUIRE(model.transformer->forward(tokens, *undisturbed, LogitsFor::last, expected, {}, 16));
    for (int delay = 0; delay < 40; ++delay) {
        std::stop_source source;
        const auto cache = model.transformer->make_cache();
        std::vector<float> logits(config.vocabulary_size);
        std::jthread stopper([&source, delay] {
            for (std::atomic<int> i = 0; i < 20'000 * delay; ++i) {
            }
            source.request_stop();
        });
        const auto status = model.transformer->forward(tokens, *cache, LogitsFor::last, logits,
                                                       source.get_token(), 16);
        if (!status) {
            REQUIRE(status.error().code == ErrorCode::cancelled);
            REQUIRE(cache->length() % 16 == 0);
            REQUIRE(cache->truncate(std::min<std::size_t>(cache->length(), 80)));
            const auto rest = std::span(tokens).subspan(cache->length());
            REQUIRE(model.transformer->forward(rest, *cache, LogitsFor::last, logits, {}, 16));
        }
        REQUIRE(logits == expected);
    }
}

TEST_CASE("tokens outside the vocabulary and texts longer than the context are refused") {
    const auto config = tiny_llama();
    Loaded model(config, WeightDtype::f32, KvDtype::f32);
    auto cache = model.transformer->make_cache();
    for (const TokenId token : {-1, 101}) {
        const auto status =
            model.transformer->forward(std::vector{token}, *cache, LogitsFor::none, {}, {});
        REQUIRE_FALSE(status);
        CHECK(status.error().code == ErrorCode::invalid_input);
    }
    const auto status =
        model.transformer->forward(std::vector<TokenId>(1025, 1), *cache, LogitsFor::none, {}, {});
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::context_too_long);
}

TEST_CASE("a missing matrix and a stopped load are reported") {
    auto config = tiny_llama();
    TinyModel weights(config, WeightDtype::f32, 1);
    config.layers.emplace_back(config.layers[0]);
    ++config.n_layers;
    const auto missing = Transformer::create(config, weights, KvDtype::f32, 1);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::not_found);

    std::stop_source source;
    LoadOptions control;
    control.stop = source.get_token();
    std::size_t loaded = 0;
    control.on_layer = [&](std::size_t done, std::size_t) {
        loaded = done;
        source.request_stop();
    };
    const auto stopped = Transformer::create(tiny_llama(), weights, KvDtype::f32, 1, control);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == ErrorCode::cancelled);
    CHECK(loaded == 1);
}

TEST_CASE("activations that are infinite, NaN or far too large end the pass with their layer") {
    const auto config = tiny_llama();
    const auto error_after = [&](const std::string& tensor, float value, KvDtype kv) {
        TinyModel weights(config, WeightDtype::f32, 42);
        auto values = weights.values(tensor);
        std::ranges::fill(values, value);
        weights.set_values(tensor, std::move(values));
        auto transformer = Transformer::create(config, weights, kv, 2);
        REQUIRE(transformer);
        const auto cache = (*transformer)->make_cache();
        const auto tokens = some_tokens(config, 5, 7);
        std::vector<float> logits(config.vocabulary_size);
        const auto status = (*transformer)->forward(tokens, *cache, LogitsFor::last, logits, {});
        REQUIRE_FALSE(status);
        CHECK(status.error().code == ErrorCode::corrupt_data);
        // Nor does the next pass compute on.
        CHECK_FALSE((*transformer)->forward(tokens, *cache, LogitsFor::last, logits, {}));
        return status.error().detail;
    };
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    for (const KvDtype kv : {KvDtype::f32, KvDtype::f16, KvDtype::int8}) {
        CHECK(error_after("model.layers.0.input_layernorm.weight", 1e38F, kv).contains("layer 1"));
        CHECK(error_after("model.layers.1.post_attention_layernorm.weight", 1e30F, kv)
                  .contains("layer 2"));
        CHECK(error_after("model.layers.1.self_attn.v_proj.weight", 1e20F, kv).contains("layer 2"));
        CHECK(error_after("model.layers.2.mlp.down_proj.weight", kNan, kv).contains("last layer"));
    }
}
