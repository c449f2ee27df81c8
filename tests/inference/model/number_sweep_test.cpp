#include "inference/checkpoint/gguf_checkpoint.h"
#include "inference/kv/kv_cache.h"
#include "inference/model/model_config.h"
#include "inference/transformer/transformer.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_gguf.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

// Every number of a model's files, at its extremes: refused in a sentence, or computed with.

using namespace sotto;
using namespace sotto::inference;

namespace {

constexpr std::string_view kSizes = R"("vocab_size": 40, "hidden_size": 32,
    "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 64, "rms_norm_eps": 1e-05,
    "tie_word_embeddings": true, "bos_token_id": 1, "eos_token_id": 2, )";

struct Sample {
    std::string_view type;
    std::string_view members;
    std::vector<std::string_view> keys;
};

const std::vector<Sample> kSamples{
    {"Llama",
     R"("rope_theta": 10000.0, "rope_scaling": {"rope_type": "llama3", "factor": 8.0,
        "low_freq_factor": 1.0, "high_freq_factor": 4.0,
        "original_max_position_embeddings": 32})",
     {"rms_norm_eps", "rope_theta", "factor", "low_freq_factor", "high_freq_factor",
      "original_max_position_embeddings", "vocab_size", "hidden_size", "intermediate_size",
      "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "head_dim",
      "max_position_embeddings", "bos_token_id", "eos_token_id"}},
    {"SmolLM3",
     R"("rope_theta": 10000.0, "no_rope_layer_interval": 4, "rope_scaling": {"rope_type": "yarn",
        "factor": 2.0, "original_max_position_embeddings": 32, "beta_fast": 32.0,
        "beta_slow": 1.0, "attention_factor": 1.0})",
     {"factor", "beta_fast", "beta_slow", "attention_factor", "no_rope_layer_interval",
      "original_max_position_embeddings"}},
    {"Granite",
     R"("rope_theta": 10000.0, "attention_multiplier": 0.3, "embedding_multiplier": 12.0,
        "residual_multiplier": 0.2, "logits_scaling": 8.0)",
     {"attention_multiplier", "embedding_multiplier", "residual_multiplier", "logits_scaling"}},
    {"MiniCPM",
     R"("rope_theta": 10000.0, "scale_emb": 12, "scale_depth": 1.4, "dim_model_base": 16)",
     {"scale_emb", "scale_depth", "dim_model_base"}},
    {"Gemma3",
     R"("rope_theta": 1000000.0, "rope_local_base_freq": 10000.0, "query_pre_attn_scalar": 8,
        "sliding_window": 8, "sliding_window_pattern": 2,
        "hidden_activation": "gelu_pytorch_tanh", "attn_logit_softcapping": null)",
     {"rope_local_base_freq", "query_pre_attn_scalar", "sliding_window", "sliding_window_pattern",
      "attn_logit_softcapping"}},
};

const std::vector<std::string> kNumbers{"0",
                                        "-0.0",
                                        "1e-39",
                                        "1e-45",
                                        "-1e-39",
                                        "1e-12",
                                        "0.5",
                                        "1",
                                        "-1",
                                        "1e6",
                                        "1e12",
                                        "1e30",
                                        "1e39",
                                        "1e308",
                                        "-1e308",
                                        "1e400",
                                        "-1e400",
                                        "4294967296",
                                        "9223372036854775807",
                                        "18446744073709551616",
                                        "NaN",
                                        "Infinity",
                                        "\"1\"",
                                        "[1]"};

std::string config_of(const Sample& sample) {
    return R"({"architectures": [")" + std::string(sample.type) + R"(ForCausalLM"], )" +
           std::string(kSizes) + std::string(sample.members) + "}";
}

std::string with_number(const std::string& json, std::string_view key, const std::string& number) {
    const std::string member = "\"" + std::string(key) + "\": ";
    std::string changed = json;
    for (auto at = changed.find(member); at != changed.npos; at = changed.find(member, at)) {
        at += member.size();
        changed.replace(at, changed.find_first_of(",}", at) - at, number);
    }
    REQUIRE(changed != json);
    return changed;
}

void check_sentence(const Error& error) {
    CHECK(error.code != ErrorCode::internal);
    CHECK(error.detail.size() > 10);
    CHECK_FALSE(error.detail.contains('\n'));
}

/// Computes some tokens: numbers, or an error.
void check_computes(const ModelConfig& config) {
    test::TinyModel weights(config, WeightDtype::f32, 3);
    auto transformer = Transformer::create(config, weights, KvDtype::f32, 1, {});
    if (!transformer) {
        check_sentence(transformer.error());
        return;
    }
    const auto tokens =
        test::some_tokens(config, std::min<std::size_t>(6, config.max_positions), 1);
    std::vector<float> logits(tokens.size() * config.vocabulary_size);
    const auto cache = (*transformer)->make_cache();
    const auto status = (*transformer)->forward(tokens, *cache, LogitsFor::all, logits, {});
    if (!status) {
        check_sentence(status.error());
        return;
    }
    CHECK(std::ranges::all_of(logits, [](float logit) { return std::isfinite(logit); }));
}

bool is_small(const ModelConfig& config) {
    return config.hidden_size * config.intermediate_size * config.n_layers <= 1 << 20 &&
           config.vocabulary_size * config.hidden_size <= 1 << 20 &&
           config.n_heads * config.head_dim * config.hidden_size <= 1 << 20 &&
           config.max_positions <= 1 << 16;
}

} // namespace

TEST_CASE("every number of a config.json is computed with or refused") {
    for (const Sample& sample : kSamples) {
        const std::string json = config_of(sample);
        const auto sound = parse_model_config(json, "");
        INFO((sound ? std::string() : sound.error().detail));
        REQUIRE(sound.has_value());
        check_computes(*sound);
        for (const std::string_view key : sample.keys) {
            for (const std::string& number : kNumbers) {
                CAPTURE(sample.type, key, number);
                if (json.contains("\"" + std::string(key) + "\": " + number)) {
                    continue;
                }
                const auto config = parse_model_config(with_number(json, key, number), "");
                if (!config) {
                    check_sentence(config.error());
                } else if (is_small(*config)) {
                    check_computes(*config);
                }
            }
        }
    }
}

TEST_CASE("every number of a generation_config.json is in its bounds or refused") {
    const std::string json = config_of(kSamples.front());
    for (const char* key : {"temperature", "top_p", "top_k", "eos_token_id", "bos_token_id"}) {
        for (const std::string& number : kNumbers) {
            CAPTURE(key, number);
            const auto config =
                parse_model_config(json, "{\"" + std::string(key) + "\": " + number + "}");
            if (!config) {
                check_sentence(config.error());
                continue;
            }
            const RecommendedSampling& sampling = config->sampling;
            CHECK(
                (sampling.temperature.value_or(0) >= 0 && sampling.temperature.value_or(0) <= 100));
            CHECK((sampling.top_p.value_or(0) >= 0 && sampling.top_p.value_or(0) <= 1));
            CHECK(sampling.top_k.value_or(0) >= 0);
            CHECK(std::ranges::all_of(config->eos_tokens,
                                      [](TokenId id) { return id >= 0 && id < 40; }));
        }
    }
}

TEST_CASE("every number of a GGUF file's metadata is computed with or refused") {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const auto check = [](const test::TinyGguf& tiny) {
        const test::TempFolder temp;
        const auto opened = GgufCheckpoint::open(temp.write("tiny.gguf", tiny.writer.file()));
        if (!opened) {
            check_sentence(opened.error());
            return;
        }
        const RecommendedSampling& sampling = opened->config().sampling;
        CHECK((sampling.temperature.value_or(0) >= 0 && sampling.temperature.value_or(0) <= 100));
        CHECK((sampling.top_p.value_or(0) >= 0 && sampling.top_p.value_or(0) <= 1));
        if (is_small(opened->config())) {
            check_computes(opened->config());
        }
    };
    for (const char* key :
         {"llama.attention.layer_norm_rms_epsilon", "llama.rope.freq_base",
          "llama.rope.scaling.factor", "llama.attention.scale", "llama.embedding_scale",
          "llama.residual_scale", "llama.logit_scale", "llama.attn_logit_softcapping",
          "llama.final_logit_softcapping", "llama.attention.clamp_kqv", "general.sampling.temp",
          "general.sampling.top_p"}) {
        for (const float number : {0.0F, -0.0F, 1e-39F, -1e-39F, 1.0F, -1.0F, 1e12F, 1e38F,
                                   kInfinity, -kInfinity, std::nanf("")}) {
            CAPTURE(key, number);
            test::TinyGguf tiny;
            tiny.writer.number(key, number);
            check(tiny);
        }
    }
    for (const char* key :
         {"llama.context_length", "llama.embedding_length", "llama.block_count",
          "llama.feed_forward_length", "llama.attention.head_count",
          "llama.attention.head_count_kv", "llama.rope.dimension_count",
          "llama.attention.key_length", "llama.expert_count", "llama.attention.sliding_window",
          "tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id", "general.sampling.top_k"}) {
        for (const std::uint32_t number : {0U, 1U, 3U, 7U, 65536U, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
            CAPTURE(key, number);
            test::TinyGguf tiny;
            tiny.writer.count(key, number);
            check(tiny);
        }
    }
}
