#include "inference/model/model_config.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>
#include <filesystem>
#include <format>
#include <string>

using namespace sotto;
using namespace sotto::inference;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr std::string_view kPro = R"({"architectures": ["MobileLLMP1ForCausalLM"],
    "model_type": "llama4_text", "vocab_size": 128, "hidden_size": 64, "intermediate_size": 8192,
    "intermediate_size_mlp": 96, "num_hidden_layers": 3, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": 16, "max_position_embeddings": 4096,
    "rms_norm_eps": 1e-05, "rope_theta": 500000.0, "rope_scaling": null, "use_qk_norm": true,
    "layer_types": ["full_attention", "sliding_attention", "full_attention"],
    "sliding_window": 8, "bos_token_id": 1, "eos_token_id": [2, 3]})";

constexpr std::string_view kLlama = R"({"architectures": ["LlamaForCausalLM"],
    "vocab_size": 128, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 2,
    "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 512,
    "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "tie_word_embeddings": true})";

constexpr std::string_view kGemma = R"({"architectures": ["Gemma3ForCausalLM"],
    "vocab_size": 128, "hidden_size": 1152, "intermediate_size": 128, "num_hidden_layers": 7,
    "num_attention_heads": 4, "num_key_value_heads": 1, "head_dim": 32,
    "max_position_embeddings": 4096, "rms_norm_eps": 1e-06, "rope_theta": 1000000.0,
    "rope_local_base_freq": 10000.0, "query_pre_attn_scalar": 64, "sliding_window": 8,
    "sliding_window_pattern": 6, "hidden_activation": "gelu_pytorch_tanh",
    "torch_dtype": "bfloat16", "final_logit_softcapping": null})";

// `json` with `from` replaced by `to`; `from` must be there.
std::string edited(std::string_view json, std::string_view from, std::string_view to) {
    std::string text(json);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

Error error_of(const std::string& json, std::string_view generation = "") {
    const auto config = parse_model_config(json, generation);
    REQUIRE_FALSE(config);
    return config.error();
}

} // namespace

TEST_CASE("a MobileLLM-Pro configuration is read with its layers as data") {
    const auto config = parse_model_config(kPro, "");
    REQUIRE(config);
    CHECK(config->family == Family::mobilellm_pro);
    CHECK(config->intermediate_size == 96);
    CHECK(config->rope_pairing == RopePairing::interleaved);
    CHECK(config->tie_word_embeddings);
    CHECK(config->attention_scale == 0.25F);
    REQUIRE(config->layers.size() == 3);
    CHECK_FALSE(config->layers[0].window);
    CHECK(config->layers[1].window == 8);
    CHECK(config->layers[1].has_weightless_qk_norm);
    REQUIRE(config->layers[1].rope);
    CHECK(config->layers[1].rope->theta == 500000);
    CHECK_FALSE(config->layers[0].has_temperature_tuning);
    CHECK(config->bos_token == 1);
    CHECK(config->eos_tokens == std::vector<TokenId>{2, 3});
}

TEST_CASE("a MobileLLM-Pro configuration without its RoPE base or q/k norm setting is refused") {
    const auto theta = error_of(edited(kPro, R"("rope_theta": 500000.0,)", ""));
    CHECK(theta.code == ErrorCode::unsupported);
    CHECK_THAT(theta.detail, ContainsSubstring("rope_theta"));
    const auto norm = error_of(edited(kPro, R"("use_qk_norm": true,)", ""));
    CHECK(norm.code == ErrorCode::unsupported);
    CHECK_THAT(norm.detail, ContainsSubstring("use_qk_norm"));
}

TEST_CASE("layers without RoPE take temperature tuning and no norm of queries and keys") {
    const auto config = parse_model_config(
        edited(kPro, R"("rope_scaling": null,)",
               R"("rope_scaling": {"rope_type": "llama3", "factor": 16.0, "low_freq_factor": 1.0,
                  "high_freq_factor": 4.0, "original_max_position_embeddings": 64},
                  "no_rope_layers": [1, 0, 1], "attn_temperature_tuning": 4, "floor_scale": 8,)"),
        "");
    REQUIRE(config);
    CHECK_FALSE(config->layers[1].rope);
    CHECK(config->layers[1].has_temperature_tuning);
    CHECK_FALSE(config->layers[1].has_weightless_qk_norm);
    CHECK_FALSE(config->layers[0].has_temperature_tuning);
    CHECK(config->temperature_floor_scale == 8);
    REQUIRE(config->layers[0].rope->llama3_scaling);
    CHECK(config->layers[0].rope->llama3_scaling->factor == 16);
    CHECK(config->layers[0].rope->llama3_scaling->original_max_position == 64);
}

TEST_CASE("a dense Llama 4 configuration keeps its context within one attention chunk") {
    const auto json =
        edited(edited(kPro, "MobileLLMP1ForCausalLM", "Llama4ForCausalLM"),
               R"("layer_types": ["full_attention", "sliding_attention", "full_attention"],)",
               R"("no_rope_layers": [1, 1, 0], "attn_temperature_tuning": false,
                                "attention_chunk_size": 1024, "num_local_experts": 0,)");
    const auto config = parse_model_config(json, "");
    REQUIRE(config);
    CHECK(config->family == Family::llama4_text);
    CHECK(config->max_positions == 1024);
    CHECK_FALSE(config->tie_word_embeddings);
    CHECK_FALSE(config->layers[2].rope);
}

TEST_CASE("a Llama configuration fills in what its first versions left out") {
    const auto config = parse_model_config(edited(kLlama, R"("num_key_value_heads": 2,)", ""), "");
    REQUIRE(config);
    CHECK(config->n_kv_heads == 4);
    CHECK(config->head_dim == 16);
    CHECK(config->rope_pairing == RopePairing::half_split);
    CHECK_FALSE(config->layers[0].window);
}

TEST_CASE("rope_parameters replaces the older keys") {
    const auto config = parse_model_config(
        edited(kLlama, R"("rope_theta": 10000.0)",
               R"("rope_parameters": {"rope_type": "default", "rope_theta": 12345.0})"),
        "");
    REQUIRE(config);
    CHECK(config->layers[0].rope->theta == 12345);
    CHECK_FALSE(config->layers[0].rope->llama3_scaling);
}

TEST_CASE("a Gemma 3 configuration has its norms, two rotary bases and layer pattern") {
    const auto config = parse_model_config(kGemma, "");
    REQUIRE(config);
    CHECK(config->norm_adds_one);
    CHECK(config->has_post_norms);
    CHECK(config->has_learned_qk_norm);
    CHECK(config->activation == Activation::gelu_tanh);
    CHECK(config->tie_word_embeddings);
    CHECK(config->attention_scale == 0.125F);
    CHECK(config->embedding_scale == 34.0F);
    CHECK(config->layers[4].window == 8);
    CHECK(config->layers[4].rope->theta == 10000);
    CHECK_FALSE(config->layers[5].window);
    CHECK(config->layers[5].rope->theta == 1000000);
    CHECK(config->layers[6].window == 8);
}

TEST_CASE("Gemma 3 rotary parameters keyed by layer type mean the same as the older keys") {
    const auto json =
        edited(edited(kGemma, R"("rope_theta": 1000000.0,
    "rope_local_base_freq": 10000.0,)",
                      R"("rope_parameters": {
                   "full_attention": {"rope_type": "default", "rope_theta": 1000000.0},
                   "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}},)"),
               R"("sliding_window_pattern": 6,)",
               R"("layer_types": ["sliding_attention", "sliding_attention", "sliding_attention",
            "sliding_attention", "sliding_attention", "full_attention", "sliding_attention"],)");
    const auto config = parse_model_config(json, "");
    REQUIRE(config);
    CHECK(config->layers[4].rope->theta == 10000);
    CHECK(config->layers[5].rope->theta == 1000000);
    CHECK_FALSE(config->layers[5].window);
}

namespace {

// A configuration of a plain decoder family, with more keys before the sizes.
std::string plain(std::string_view architecture, std::string_view keys) {
    return std::format(R"({{"architectures": ["{}"], {}
        "vocab_size": 128, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 8,
        "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 512,
        "rms_norm_eps": 1e-06, "rope_theta": 10000.0, "bos_token_id": 1, "eos_token_id": 2}})",
                       architecture, keys);
}

} // namespace

TEST_CASE("a Qwen 2 configuration has biases, and windows from a layer on when it uses them") {
    const auto config = parse_model_config(plain("Qwen2ForCausalLM", ""), "");
    REQUIRE(config);
    CHECK(config->has_qkv_bias);
    CHECK_FALSE(config->tie_word_embeddings);
    CHECK_FALSE(config->has_learned_qk_norm);
    CHECK(config->head_dim == 16);
    CHECK(config->rope_pairing == RopePairing::half_split);
    CHECK_FALSE(config->bos_token); // its texts begin without one
    CHECK(config->eos_tokens == std::vector<TokenId>{2});
    CHECK(config->sampling.top_k == 20);
    const std::string window = R"("sliding_window": 32, "max_window_layers": 6, )";
    const auto unused = parse_model_config(
        plain("Qwen2ForCausalLM", window + R"("use_sliding_window": false,)"), "");
    REQUIRE(unused);
    CHECK_FALSE(unused->layers[7].window);
    const auto used = parse_model_config(
        plain("Qwen2ForCausalLM", window + R"("use_sliding_window": true,)"), "");
    REQUIRE(used);
    CHECK_FALSE(used->layers[5].window);
    CHECK(used->layers[6].window == 32);
}

TEST_CASE("a Qwen 3 configuration has learned norms of q and k and must state its head width") {
    const auto config = parse_model_config(plain("Qwen3ForCausalLM", R"("head_dim": 32,)"), "");
    REQUIRE(config);
    CHECK(config->has_learned_qk_norm);
    CHECK_FALSE(config->has_qkv_bias);
    CHECK(config->head_dim == 32);
    CHECK(error_of(plain("Qwen3ForCausalLM", "")).code == ErrorCode::corrupt_data);
}

TEST_CASE("a SmolLM3 configuration has no RoPE on every fourth layer unless it says otherwise") {
    const auto config = parse_model_config(plain("SmolLM3ForCausalLM", ""), "");
    REQUIRE(config);
    CHECK(config->tie_word_embeddings);
    for (std::size_t i = 0; i < config->layers.size(); ++i) {
        CHECK(config->layers[i].rope.has_value() == ((i + 1) % 4 != 0));
        CHECK_FALSE(config->layers[i].has_temperature_tuning);
    }
    const auto every_other =
        parse_model_config(plain("SmolLM3ForCausalLM", R"("no_rope_layer_interval": 2,
            "use_sliding_window": true, "sliding_window": 32,)"),
                           "");
    REQUIRE(every_other);
    CHECK_FALSE(every_other->layers[1].rope);
    CHECK(every_other->layers[1].window == 32);
    CHECK_FALSE(every_other->layers[0].window);
}

TEST_CASE("YaRN is read with its defaults, and its context is the longer one") {
    const auto with = [](const std::string& members) {
        return plain("SmolLM3ForCausalLM", R"("rope_scaling": {"type": "yarn", )" + members + "},");
    };
    const std::string usual = R"("factor": 64.0, "original_max_position_embeddings": 1024)";
    const auto config = parse_model_config(with(usual), "");
    REQUIRE(config);
    const auto& yarn = config->layers[0].rope->yarn_scaling;
    REQUIRE(yarn);
    CHECK(yarn->factor == 64);
    CHECK(yarn->original_max_position == 1024);
    CHECK(yarn->beta_fast == 32);
    CHECK(yarn->beta_slow == 1);
    CHECK(yarn->attention_factor == 1 + 0.1F * std::log(64.0F));
    CHECK(config->max_positions == 65536);
    const auto stated = parse_model_config(
        with(usual + R"(, "attention_factor": 1.5, "beta_fast": 16, "beta_slow": 2)"), "");
    REQUIRE(stated);
    CHECK(stated->layers[0].rope->yarn_scaling->attention_factor == 1.5F);
    CHECK(stated->layers[0].rope->yarn_scaling->beta_fast == 16);
    CHECK(error_of(with(R"("factor": 2.0)")).code == ErrorCode::corrupt_data);
    CHECK(error_of(with(usual + R"(, "beta_fast": 0.5)")).code == ErrorCode::corrupt_data);
    CHECK(error_of(with(usual + R"(, "mscale": 0.7)")).code == ErrorCode::unsupported);
    CHECK(error_of(with(usual + R"(, "truncate": false)")).code == ErrorCode::unsupported);
}

TEST_CASE("a MiniCPM configuration states three factors in its own way") {
    const std::string keys = R"("scale_emb": 12, "scale_depth": 1.4, "dim_model_base": 16,)";
    const auto config = parse_model_config(plain("MiniCPMForCausalLM", keys), "");
    REQUIRE(config);
    CHECK(config->embedding_scale == 12);
    CHECK(config->residual_multiplier == 1.4F / std::sqrt(static_cast<float>(config->n_layers)));
    CHECK(config->logits_scaling == static_cast<float>(config->hidden_size) / 16);
    for (const std::string key : {"scale_emb", "scale_depth", "dim_model_base"}) {
        const auto error = error_of(plain("MiniCPMForCausalLM", edited(keys, key, "other")));
        CHECK(error.code == ErrorCode::corrupt_data);
        CHECK_THAT(error.detail, ContainsSubstring(key));
    }
}

TEST_CASE("a Granite configuration states its four multipliers") {
    const std::string keys = R"("attention_multiplier": 0.015625, "embedding_multiplier": 12.0,
        "residual_multiplier": 0.22, "logits_scaling": 8.0,)";
    const auto config = parse_model_config(plain("GraniteForCausalLM", keys), "");
    REQUIRE(config);
    CHECK(config->attention_scale == 0.015625F);
    CHECK(config->embedding_scale == 12);
    CHECK(config->residual_multiplier == 0.22F);
    CHECK(config->logits_scaling == 8);
    for (const std::string key : {"attention_multiplier", "embedding_multiplier",
                                  "residual_multiplier", "logits_scaling"}) {
        const auto error = error_of(plain("GraniteForCausalLM", edited(keys, key, "other")));
        CHECK(error.code == ErrorCode::corrupt_data);
        CHECK_THAT(error.detail, ContainsSubstring(key));
    }
}

TEST_CASE("token ids and sampling defaults come from both files") {
    const auto config = parse_model_config(
        kPro, R"({"eos_token_id": [3, 4], "temperature": 0.6, "top_p": 0.9, "top_k": 40})");
    REQUIRE(config);
    CHECK(config->eos_tokens == std::vector<TokenId>{3, 4, 2});
    CHECK(config->sampling.temperature == 0.6F);
    CHECK(config->sampling.top_p == 0.9F);
    CHECK(config->sampling.top_k == 40);
}

TEST_CASE("a missing key is named") {
    for (const std::string key : {"vocab_size", "hidden_size", "num_hidden_layers",
                                  "num_attention_heads", "max_position_embeddings", "head_dim",
                                  "num_key_value_heads", "sliding_window", "layer_types"}) {
        const auto error = error_of(edited(kPro, std::format("\"{}\"", key), "\"elsewhere\""));
        CHECK(error.code == ErrorCode::corrupt_data);
        CHECK_THAT(error.detail, ContainsSubstring(key));
    }
}

TEST_CASE("contradictory and absurd sizes are refused by name") {
    struct Case {
        std::string_view from;
        std::string_view to;
        std::string_view named;
    };
    for (const auto& [from, to, named] : {
             Case{R"("num_key_value_heads": 2)", R"("num_key_value_heads": 3)", "num_key_value"},
             Case{R"("num_hidden_layers": 3)", R"("num_hidden_layers": 4)", "layer_types"},
             Case{R"("num_hidden_layers": 3)", R"("num_hidden_layers": 513)", "num_hidden_layers"},
             Case{R"("num_hidden_layers": 3)", R"("num_hidden_layers": 0)", "num_hidden_layers"},
             Case{R"("num_hidden_layers": 3)", R"("num_hidden_layers": -3)", "num_hidden_layers"},
             Case{R"("num_hidden_layers": 3)", R"("num_hidden_layers": 3.5)", "num_hidden_layers"},
             Case{R"("hidden_size": 64)", R"("hidden_size": 18446744073709551615)", "hidden_size"},
             Case{R"("vocab_size": 128)", R"("vocab_size": "128")", "vocab_size"},
             Case{R"("vocab_size": 128)", R"("vocab_size": 2097152)", "vocab_size"},
             Case{R"("head_dim": 16)", R"("head_dim": 15)", "head_dim"},
             Case{R"("rope_theta": 500000.0)", R"("rope_theta": -1)", "rope_theta"},
             Case{R"("sliding_window": 8)", R"("sliding_window": 0)", "sliding_window"},
             Case{R"("eos_token_id": [2, 3])", R"("eos_token_id": [2, 128])", "eos_token_id"},
             Case{R"("rope_scaling": null)", R"("no_rope_layers": [1, 1])", "no_rope_layers"},
         }) {
        const auto error = error_of(edited(kPro, from, to));
        CHECK(error.code == ErrorCode::corrupt_data);
        CHECK_THAT(error.detail, ContainsSubstring(std::string(named)));
    }
}

TEST_CASE("settings that would be computed wrongly are refused as unsupported") {
    for (const std::string extra :
         {R"("rope_scaling": {"type": "linear", "factor": 4})", R"("attention_bias": true)",
          R"("mlp_bias": true)", R"("num_local_experts": 16)", R"("moe_layers": [1])",
          R"("final_logit_softcapping": 30)", R"("partial_rotary_factor": 0.5)",
          R"("hidden_act": "relu")"}) {
        const auto json = edited(kLlama, R"("vocab_size")", extra + R"(, "vocab_size")");
        CHECK(error_of(json).code == ErrorCode::unsupported);
    }
    CHECK(error_of(edited(kLlama, "LlamaForCausalLM", "Lfm2ForCausalLM")).code ==
          ErrorCode::unsupported);
    for (const std::string type : {"mistral", "gemma3_text", "llama4_text", "Llama"}) {
        const auto json =
            edited(kLlama, R"("vocab_size")", R"("model_type": ")" + type + R"(", "vocab_size")");
        CHECK(error_of(json).code == ErrorCode::unsupported);
    }
    CHECK(parse_model_config(
        edited(kLlama, R"("vocab_size")", R"("model_type": "llama", "vocab_size")"), ""));
}

TEST_CASE("text that is no JSON object, or nested absurdly deep, is corrupt data") {
    CHECK(error_of("").code == ErrorCode::corrupt_data);
    CHECK(error_of("[1, 2]").code == ErrorCode::corrupt_data);
    CHECK(error_of("{\"hidden_size\": ").code == ErrorCode::corrupt_data);
    CHECK(error_of("{}").code == ErrorCode::corrupt_data);
    CHECK(error_of("{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}").code ==
          ErrorCode::corrupt_data);
    CHECK(error_of(std::string(kLlama), "[]").code == ErrorCode::corrupt_data);
}

TEST_CASE("parameter counts of the published shapes are the published ones") {
    CHECK(published_shape("mobilellm-pro")->parameter_count() == 1'084'453'120);
    CHECK(published_shape("llama-3.2-1b")->parameter_count() == 1'235'814'400);
    CHECK(published_shape("gemma-3-1b")->parameter_count() == 999'885'952);
    CHECK_FALSE(published_shape("unknown"));
}

TEST_CASE("MobileLLM-Pro has nine full layers, the first and the last among them") {
    const auto config = published_shape("mobilellm-pro");
    std::vector<std::size_t> full;
    for (std::size_t i = 0; i < config->layers.size(); ++i) {
        if (!config->layers[i].window) {
            full.push_back(i);
        }
    }
    CHECK(full == std::vector<std::size_t>{0, 4, 8, 12, 16, 20, 24, 28, 29});
}

TEST_CASE("a folder without configuration is not found") {
    const auto config = read_model_config(std::filesystem::path(SOTTO_TEST_DATA) / "nowhere");
    REQUIRE_FALSE(config);
    CHECK(config.error().code == ErrorCode::not_found);
}

TEST_CASE("the shared tiny models' configurations are read") {
    const auto models = std::filesystem::path(SOTTO_SHARED_DATA) / "models";
    if (!std::filesystem::exists(models)) {
        SKIP("no shared test data");
    }
    for (const std::string name :
         {"tiny-random/mobilellm-pro", "tiny-random/llama4-text-nope", "tiny-random/llama-3.2",
          "tiny-random/gemma-3", "stories260K-hf"}) {
        CAPTURE(name);
        CHECK(read_model_config(models / name));
    }
}
