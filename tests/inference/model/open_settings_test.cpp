#include "inference/files/json.h"
#include "inference/model/open_settings.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <format>
#include <string>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;

/// A MobileLLM-Pro configuration of eight layers, two of them without a window, with these
/// further keys.
std::string pro(std::string_view keys) {
    return std::format(
        R"({{"architectures": ["MobileLLMP1ForCausalLM"], "vocab_size": 128, "hidden_size": 64,
        "intermediate_size": 96, "num_hidden_layers": 8, "num_attention_heads": 4,
        "num_key_value_heads": 2, "head_dim": 16, "max_position_embeddings": 4096,
        "layer_types": ["full_attention", "sliding_attention", "sliding_attention",
        "sliding_attention", "sliding_attention", "sliding_attention", "sliding_attention",
        "full_attention"], "sliding_window": 8, "bos_token_id": 1, "eos_token_id": 2{}{}}})",
        keys.empty() ? "" : ", ", keys);
}

constexpr std::string_view kAllStated =
    R"("rope_theta": 123456.0, "use_qk_norm": true, "no_rope_layers": [1,1,1,0,1,1,1,1],
       "rope_interleave": false)";

} // namespace

TEST_CASE("what a configuration states is not open") {
    const auto all = open_settings(pro(kAllStated));
    REQUIRE(all.has_value());
    CHECK_FALSE(all->any());
    CHECK(with_settings(pro(kAllStated), *all, {}) == pro(kAllStated));

    const auto none = open_settings(pro(""));
    REQUIRE(none.has_value());
    CHECK((none->rope_theta && none->qk_norm && none->rope_layers && none->pairing));
    const auto nulls =
        open_settings(pro(R"("rope_theta": null, "use_qk_norm": null, "no_rope_layers": [])"));
    REQUIRE(nulls.has_value());
    CHECK((nulls->rope_theta && nulls->qk_norm && nulls->rope_layers));
    const auto nested = open_settings(pro(R"("rope_parameters": {"rope_theta": 5000.0})"));
    REQUIRE(nested.has_value());
    CHECK_FALSE(nested->rope_theta);
    CHECK(open_settings("[]").error().code == ErrorCode::corrupt_data);
}

TEST_CASE("other families leave nothing open") {
    for (const auto* architecture : {"LlamaForCausalLM", "Llama4ForCausalLM"}) {
        std::string config = pro("");
        config.replace(config.find("MobileLLMP1ForCausalLM"), 22, architecture);
        const auto open = open_settings(config);
        REQUIRE(open.has_value());
        CHECK_FALSE(open->any());
    }
}

TEST_CASE("settings are written into open places only, and read back") {
    const ConfigSettings settings{8'000'000, true, RopeLayers::three_of_four,
                                  RopePairing::half_split};
    for (const auto* keys :
         {"", R"("rope_theta": null, "rope_parameters": {"rope_type": "default"})"}) {
        const std::string text = pro(keys);
        const auto open = open_settings(text);
        REQUIRE(open.has_value());
        const auto config = parse_model_config(with_settings(text, *open, settings), "");
        REQUIRE(config.has_value());
        CHECK(config->rope_pairing == RopePairing::half_split);
        CHECK_FALSE(config->layers[3].rope.has_value());
        CHECK(config->layers[2].rope->theta == 8'000'000);
        CHECK(config->layers[2].has_weightless_qk_norm);
    }
    const std::string stated = pro(R"("rope_theta": 777.0, "use_qk_norm": false)");
    const auto open = open_settings(stated);
    REQUIRE(open.has_value());
    const auto config = parse_model_config(with_settings(stated, *open, settings), "");
    REQUIRE(config.has_value());
    CHECK(config->layers[0].rope->theta == 777);
    CHECK_FALSE(config->layers[0].has_weightless_qk_norm);
    CHECK(config->rope_pairing == RopePairing::half_split);
}

TEST_CASE("the candidates hold every combination of what is open, the presumed one first") {
    const auto config = parse_model_config(pro(kAllStated), "");
    REQUIRE(config.has_value());
    const auto all = candidate_settings({true, true, true, true}, *config);
    CHECK(all.front() == ConfigSettings{});
    CHECK(all.size() == 3 * 2 * 3 * 2);
    for (const float theta : {10'000.0F, 500'000.0F, 8'000'000.0F}) {
        CHECK(std::ranges::contains(all, theta, &ConfigSettings::rope_theta));
    }
    CHECK(candidate_settings({false, true, false, false}, *config).size() == 2);
    // With fewer than four layers, all of them windowed, every choice of layers is the same.
    ModelConfig small = *config;
    small.layers.resize(3);
    for (LayerConfig& layer : small.layers) {
        layer.window = 8;
    }
    CHECK(candidate_settings({false, false, true, false}, small).size() == 1);
}

TEST_CASE("open places of an unsound configuration are filled so that its reader can refuse it") {
    const OpenSettings all{true, true, true, true};
    for (const char* text : {"{}", R"({"num_hidden_layers": -1})", R"({"model_type": 3})"}) {
        const auto filled = parse_json(with_settings(text, all, {}));
        REQUIRE(filled.has_value());
        CHECK(filled->find("no_rope_layers") != nullptr);
        CHECK_FALSE(parse_model_config(with_settings(text, all, {}), "").has_value());
    }
}

TEST_CASE("open keys and their values are named for people") {
    CHECK(open_keys({true, true, false, false}) == "rope_theta and use_qk_norm");
    CHECK(open_keys({true, true, false, true}) == "rope_theta, use_qk_norm and rope_interleave");
    CHECK_THAT(to_text({true, false, false, true},
                       {8'000'000, false, RopeLayers::all, RopePairing::half_split}),
               ContainsSubstring("rope_theta 8000000, rope_interleave false"));
}

TEST_CASE("a value is written as JSON that means the same") {
    const std::string text =
        R"({"a": [1, -2.5, 1e-300, true, null, []], "b": {"c": "quo\"te\n", "d": {}}})";
    const auto value = parse_json(text);
    REQUIRE(value.has_value());
    const std::string written = json_text(*value);
    const auto again = parse_json(written);
    REQUIRE(again.has_value());
    CHECK(json_text(*again) == written);
    CHECK(again->find("a")->array()->at(1).number() == -2.5);
    CHECK(again->find("a")->array()->at(2).number() == 1e-300);
    CHECK(*again->find("b")->find("c")->string() == "quo\"te\n");
}

} // namespace sotto::inference
