// Families as rows of a table: tiny random models in the files of each family, from the import to
// logits, against a plain forward pass over configurations that are written out here.

#include "inference/calibration/layerwise_forward.h"
#include "inference/family/family.h"
#include "inference/files/json.h"
#include "inference/import/model_store.h"
#include "inference/kv/kv_cache.h"
#include "inference/model/model_file.h"
#include "inference/transformer/transformer.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/support/gguf_of_folder.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <filesystem>
#include <format>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

namespace fs = std::filesystem;

/// A family's tiny model and what its files say besides the sizes.
struct FamilyCase {
    ModelConfig config;
    std::string json; ///< of config.json
    std::function<void(GgufWriter&)> metadata;
    bool has_permuted_rows; ///< in GGUF
};

std::vector<FamilyCase> family_cases() {
    const auto nothing = [](GgufWriter&) {};
    return {
        {tiny_qwen2(),
         R"("architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2",
            "use_sliding_window": true, "sliding_window": 24, "max_window_layers": 2,
            "tie_word_embeddings": false, "bos_token_id": 1, "eos_token_id": 2)",
         nothing, false},
        {tiny_qwen3(),
         R"("architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "head_dim": 16,
            "attention_bias": false, "use_sliding_window": false, "sliding_window": null,
            "max_window_layers": 3, "tie_word_embeddings": true)",
         [](GgufWriter& writer) {
             writer.count("qwen3.attention.key_length", 16);
             writer.count("qwen3.attention.value_length", 16);
         },
         false},
        {tiny_smollm3(),
         R"("architectures": ["SmolLM3ForCausalLM"], "model_type": "smollm3",
            "no_rope_layers": [1, 1, 1, 0, 1], "no_rope_layer_interval": 4,
            "use_sliding_window": false, "sliding_window": null, "rope_scaling": null)",
         nothing, true},
        {tiny_granite(),
         R"("architectures": ["GraniteForCausalLM"], "model_type": "granite",
            "attention_multiplier": 0.0625, "embedding_multiplier": 12,
            "residual_multiplier": 0.22, "logits_scaling": 8, "tie_word_embeddings": true)",
         [](GgufWriter& writer) {
             writer.number("granite.attention.scale", 0.0625F);
             writer.number("granite.embedding_scale", 12);
             writer.number("granite.residual_scale", 0.22F);
             writer.number("granite.logit_scale", 8);
         },
         true},
        {tiny_minicpm(),
         R"("architectures": ["MiniCPMForCausalLM"], "model_type": "minicpm", "scale_emb": 12,
            "scale_depth": 1.4, "dim_model_base": 16)",
         [](GgufWriter& writer) {
             writer.number("minicpm.embedding_scale", 12);
             writer.number("minicpm.residual_scale", 1.4F / std::sqrt(3.0F));
             writer.number("minicpm.logit_scale", 3);
         },
         true},
        {tiny_yarn(),
         R"("architectures": ["SmolLM3ForCausalLM"], "model_type": "smollm3",
            "no_rope_layer_interval": 4,
            "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "beta_fast": 8,
                             "original_max_position_embeddings": 32})",
         [](GgufWriter& writer) {
             writer.text("smollm3.rope.scaling.type", "yarn");
             writer.number("smollm3.rope.scaling.factor", 4);
             writer.count("smollm3.rope.scaling.original_context_length", 32);
             writer.number("smollm3.rope.scaling.yarn_beta_fast", 8);
         },
         true},
    };
}

std::string config_json(const FamilyCase& one) {
    const ModelConfig& config = one.config;
    return std::format(
        R"({{"vocab_size": {}, "hidden_size": {}, "intermediate_size": {},
            "num_hidden_layers": {}, "num_attention_heads": {}, "num_key_value_heads": {},
            "max_position_embeddings": {}, "rms_norm_eps": {}, "rope_theta": 10000.0,
            "hidden_act": "silu", {}}})",
        config.vocabulary_size, config.hidden_size, config.intermediate_size, config.n_layers,
        config.n_heads, config.n_kv_heads, config.max_positions, config.rms_norm_eps, one.json);
}

/// A tensor of the tiny model by its published name.
struct NamedTensor {
    std::string name;
    std::vector<std::size_t> shape;
};

std::vector<NamedTensor> tensors_of(const ModelConfig& config) {
    const std::size_t hidden = config.hidden_size;
    const std::size_t q_width = config.n_heads * config.head_dim;
    const std::size_t kv_width = config.n_kv_heads * config.head_dim;
    std::vector<NamedTensor> all{{"model.embed_tokens.weight", {config.vocabulary_size, hidden}},
                                 {"model.norm.weight", {hidden}}};
    if (!config.tie_word_embeddings) {
        all.push_back({"lm_head.weight", {config.vocabulary_size, hidden}});
    }
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        const auto add = [&](const std::string& part, std::vector<std::size_t> shape) {
            all.push_back({std::format("model.layers.{}.{}", i, part), std::move(shape)});
        };
        add("input_layernorm.weight", {hidden});
        add("post_attention_layernorm.weight", {hidden});
        add("self_attn.q_proj.weight", {q_width, hidden});
        add("self_attn.k_proj.weight", {kv_width, hidden});
        add("self_attn.v_proj.weight", {kv_width, hidden});
        add("self_attn.o_proj.weight", {hidden, q_width});
        add("mlp.gate_proj.weight", {config.intermediate_size, hidden});
        add("mlp.up_proj.weight", {config.intermediate_size, hidden});
        add("mlp.down_proj.weight", {hidden, config.intermediate_size});
        if (config.has_qkv_bias) {
            add("self_attn.q_proj.bias", {q_width});
            add("self_attn.k_proj.bias", {kv_width});
            add("self_attn.v_proj.bias", {kv_width});
        }
        if (config.has_learned_qk_norm) {
            add("self_attn.q_norm.weight", {config.head_dim});
            add("self_attn.k_norm.weight", {config.head_dim});
        }
    }
    return all;
}

fs::path write_folder(const TempFolder& temp, const FamilyCase& one, const TinyModel& model) {
    std::map<std::string, TinyCheckpoint::Tensor> tensors;
    for (const auto& [name, shape] : tensors_of(one.config)) {
        tensors[name] = {shape, "F32", f32_bytes(model.values(name))};
    }
    temp.write("hf/model.safetensors", TinyCheckpoint::file_of(tensors));
    return temp.write("hf/config.json", config_json(one)).parent_path();
}

fs::path write_gguf(const TempFolder& temp, const FamilyCase& one, const TinyModel& model) {
    const ModelConfig& config = one.config;
    const std::string family(to_string(config.family));
    const auto count = [](std::size_t number) { return static_cast<std::uint32_t>(number); };
    GgufWriter writer;
    writer.text("general.architecture", family);
    writer.count(family + ".context_length", count(config.max_positions));
    writer.count(family + ".embedding_length", count(config.hidden_size));
    writer.count(family + ".block_count", count(config.n_layers));
    writer.count(family + ".feed_forward_length", count(config.intermediate_size));
    writer.count(family + ".attention.head_count", count(config.n_heads));
    writer.count(family + ".attention.head_count_kv", count(config.n_kv_heads));
    writer.number(family + ".attention.layer_norm_rms_epsilon", config.rms_norm_eps);
    writer.number(family + ".rope.freq_base", 10000);
    one.metadata(writer);
    for (const auto& [name, shape] : tensors_of(config)) {
        std::vector<float> values = model.values(name);
        const bool is_query = name.contains("q_proj.weight");
        if (one.has_permuted_rows && (is_query || name.contains("k_proj.weight"))) {
            values =
                paired_rows(values, is_query ? config.n_heads : config.n_kv_heads, shape.back());
        }
        writer.tensors.push_back(
            {gguf_name(name), {shape.rbegin(), shape.rend()}, gguf_type::kF32, f32_bytes(values)});
    }
    return temp.write("model.gguf", writer.file());
}

std::vector<float> logits_of(const fs::path& imported, const std::vector<TokenId>& tokens) {
    const auto config = read_model_config(imported);
    REQUIRE(config);
    auto weights = ModelFile::open(imported / kWeightsFileName);
    REQUIRE(weights);
    const auto transformer = Transformer::create(*config, **weights, KvDtype::f32, 2);
    REQUIRE(transformer);
    const auto cache = (*transformer)->make_cache();
    std::vector<float> logits(tokens.size() * config->vocabulary_size);
    REQUIRE((*transformer)->forward(tokens, *cache, LogitsFor::all, logits, {}, 32));
    return logits;
}

Result<ImportReport> import(const TempFolder& temp, const fs::path& source, WeightDtype form) {
    const auto store = ModelStore::open(temp.path() / "models", "");
    REQUIRE(store);
    ImportRequest request;
    request.path = source.string();
    request.name = "m";
    request.weights = form;
    request.tokenizer = ImportRequest::Tokenizer::optional;
    return (*store)->import(request, {}, {});
}

fs::path imported(const TempFolder& temp, const fs::path& source, WeightDtype form) {
    const auto report = import(temp, source, form);
    INFO((report ? std::string() : report.error().detail));
    REQUIRE(report);
    return report->model.folder;
}

double mean_loss(const std::vector<float>& logits, const std::vector<TokenId>& tokens) {
    const std::size_t vocabulary = logits.size() / tokens.size();
    double loss = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const auto row = std::span(logits).subspan(i * vocabulary, vocabulary);
        double sum = 0;
        for (const float one : row) {
            sum += std::exp(static_cast<double>(one));
        }
        loss += std::log(sum) - row[static_cast<std::size_t>(tokens[i + 1])];
    }
    return loss / static_cast<double>(tokens.size() - 1);
}

} // namespace

TEST_CASE("a Hugging Face folder of each family computes the logits of a plain forward pass") {
    for (const FamilyCase& one : family_cases()) {
        CAPTURE(to_string(one.config.family));
        const TinyModel model(one.config, WeightDtype::f32, 11);
        const auto tokens = some_tokens(one.config, 90, 3);
        const auto expected = reference_logits(one.config, model, tokens);
        for (const auto form : {WeightDtype::f32, WeightDtype::int8, WeightDtype::int4}) {
            CAPTURE(static_cast<int>(form));
            const TempFolder temp;
            const auto logits =
                logits_of(imported(temp, write_folder(temp, one, model), form), tokens);
            if (form == WeightDtype::f32) {
                CHECK(largest_difference(expected, logits) < 2e-3);
            } else {
                // Random weights do not quantize well; a wrong layout would give noise above 1.
                CHECK(relative_noise(expected, logits) < (form == WeightDtype::int8 ? 0.1 : 0.9));
            }
        }
    }
}

TEST_CASE("a GGUF file of each family computes the logits of a plain forward pass") {
    for (FamilyCase one : family_cases()) {
        CAPTURE(to_string(one.config.family));
        for (LayerConfig& layer : one.config.layers) {
            layer.window.reset(); // the files of these families state none
        }
        const TinyModel model(one.config, WeightDtype::f32, 12);
        const auto tokens = some_tokens(one.config, 60, 4);
        const TempFolder temp;
        const auto logits =
            logits_of(imported(temp, write_gguf(temp, one, model), WeightDtype::f32), tokens);
        CHECK(largest_difference(reference_logits(one.config, model, tokens), logits) < 2e-3);
    }
}

TEST_CASE("calibration measures the losses of a plain forward pass for every family") {
    const auto pool = ThreadPool::create(2);
    REQUIRE(pool);
    for (const FamilyCase& one : family_cases()) {
        CAPTURE(to_string(one.config.family));
        TinyModel model(one.config, WeightDtype::f32, 13);
        const auto tokens = some_tokens(one.config, 70, 5);
        const auto expected = mean_loss(reference_logits(one.config, model, tokens), tokens);
        const auto loss = LayerwiseForward(one.config, **pool, {}).loss(model, {tokens});
        REQUIRE(loss);
        CHECK(std::abs(*loss - expected) < 1e-4);
    }
}

TEST_CASE("a family's recommended sampling reaches the list of models, unless its files say more") {
    const FamilyCase qwen = family_cases().front();
    const TinyModel model(qwen.config, WeightDtype::f32, 14);
    const TempFolder temp;
    const auto folder = write_folder(temp, qwen, model);
    const auto report = import(temp, folder, WeightDtype::int8);
    REQUIRE(report);
    CHECK(report->model.family == "qwen2");
    CHECK(report->model.sampling ==
          RecommendedSampling{.temperature = 0.7F, .top_k = 20, .top_p = 0.8F});

    const TempFolder other;
    const auto again = write_folder(other, qwen, model);
    other.write("hf/generation_config.json", R"({"temperature": 0.25})");
    REQUIRE(import(other, again, WeightDtype::int8));
    const auto store = ModelStore::open(other.path() / "models", "");
    REQUIRE(store);
    const auto models = (*store)->list();
    REQUIRE(models);
    CHECK(models->front().sampling == RecommendedSampling{.temperature = 0.25F});
}

TEST_CASE("settings of the new families that are not supported are refused in one sentence") {
    const auto cases = family_cases();
    const auto refusal = [](const FamilyCase& one, const std::string& added) {
        FamilyCase changed = one;
        changed.json += ", " + added;
        const auto config = parse_model_config(config_json(changed), "");
        REQUIRE_FALSE(config);
        return config.error();
    };
    const auto scaled =
        refusal(cases[1], R"("rope_scaling": {"rope_type": "longrope", "factor": 4.0})");
    CHECK(scaled.code == ErrorCode::unsupported);
    CHECK(scaled.detail.contains("longrope"));
    CHECK(refusal(cases[3], R"("attention_bias": true)").code == ErrorCode::unsupported);
    FamilyCase granite = cases[3];
    granite.json.replace(granite.json.find("logits_scaling"), 14, "something_else");
    const auto missing = parse_model_config(config_json(granite), "");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().detail.contains("logits_scaling"));
}

TEST_CASE("tiny GGUF files from elsewhere give their reference logits") {
    const auto files = shared_data("real/gguf-types");
    if (!fs::exists(files)) {
        SKIP("no shared test data");
    }
    int n_compared = 0;
    for (const auto& entry : fs::directory_iterator(files)) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        CAPTURE(entry.path().filename().string());
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file),
                               std::istreambuf_iterator<char>()};
        const auto json = parse_json(text);
        REQUIRE(json);
        const std::string name = *json->find("file")->string();
        const TempFolder temp;
        const auto report = import(temp, files / name, WeightDtype::f32);
        INFO((report ? std::string() : report.error().detail));
        REQUIRE(report);
        std::vector<TokenId> ids;
        for (const auto& id : *json->find("ids")->array()) {
            ids.push_back(static_cast<TokenId>(id.integer().value()));
        }
        std::vector<float> expected;
        for (const auto& row : *json->find("logits")->array()) {
            for (const auto& one : *row.array()) {
                expected.push_back(static_cast<float>(one.number().value()));
            }
        }
        const auto logits = logits_of(report->model.folder, ids);
        const std::size_t n_rows = expected.size() / (logits.size() / ids.size());
        const std::vector<float> last(logits.end() - static_cast<std::ptrdiff_t>(expected.size()),
                                      logits.end());
        CAPTURE(n_rows, ids.size());
        CHECK(largest_difference(expected, last) < 2e-3);
        ++n_compared;
    }
    CHECK(n_compared >= 6);
}
