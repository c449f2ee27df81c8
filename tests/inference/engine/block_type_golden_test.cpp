// Tiny GGUF models with weights of every type that is read, against a plain forward pass.

#include "inference/import/model_store.h"
#include "inference/kv/kv_cache.h"
#include "inference/model/model_file.h"
#include "inference/transformer/transformer.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/support/ggml_block_writer.h"
#include "tests/support/gguf_of_folder.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <format>
#include <string>
#include <string_view>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

/// Rows of whole blocks of 256.
ModelConfig wide_llama() {
    ModelConfig config = tiny_llama();
    config.vocabulary_size = 40;
    config.hidden_size = 256;
    config.intermediate_size = 256;
    config.n_layers = 2;
    config.n_heads = 4;
    config.n_kv_heads = 2;
    config.head_dim = 64;
    config.attention_scale = 0.125F;
    config.layers.resize(config.n_layers);
    for (LayerConfig& layer : config.layers) {
        layer.rope = RopeConfig{10000, {}};
    }
    return config;
}

struct Matrix {
    std::string name;
    std::size_t rows;
    std::size_t heads = 1; ///< more than one: its rows are in pairs in the file
};

std::vector<Matrix> matrices_of(const ModelConfig& config) {
    std::vector<Matrix> all{{"model.embed_tokens.weight", config.vocabulary_size},
                            {"lm_head.weight", config.vocabulary_size}};
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        const std::string layer = std::format("model.layers.{}.", i);
        all.push_back({layer + "self_attn.q_proj.weight", 256, config.n_heads});
        all.push_back({layer + "self_attn.k_proj.weight", 128, config.n_kv_heads});
        all.push_back({layer + "self_attn.v_proj.weight", 128});
        for (const auto* part :
             {"self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"}) {
            all.push_back({layer + part + ".weight", 256});
        }
    }
    return all;
}

void write_metadata(GgufWriter& writer, const ModelConfig& config) {
    const auto count = [&](const std::string& key, std::size_t number) {
        writer.count("llama." + key, static_cast<std::uint32_t>(number));
    };
    writer.text("general.architecture", "llama");
    count("context_length", config.max_positions);
    count("embedding_length", config.hidden_size);
    count("block_count", config.n_layers);
    count("feed_forward_length", config.intermediate_size);
    count("attention.head_count", config.n_heads);
    count("attention.head_count_kv", config.n_kv_heads);
    writer.number("llama.attention.layer_norm_rms_epsilon", config.rms_norm_eps);
    writer.number("llama.rope.freq_base", 10000);
}

/// The row of the Hugging Face tensor that a GGUF file has at `row`.
std::size_t source_row(const Matrix& matrix, std::size_t row) {
    if (matrix.heads == 1) {
        return row;
    }
    const std::size_t head = matrix.rows / matrix.heads;
    const std::size_t inside = row % head;
    return row - inside + inside % 2 * (head / 2) + inside / 2;
}

/// Gives the matrices of `model` random values of the type, and returns the file of that model.
std::string write_model(const ModelConfig& config, BlockWriter::Type type, TinyModel& model) {
    GgufWriter writer;
    write_metadata(writer, config);
    BlockWriter blocks(type.id + 1);
    for (const Matrix& matrix : matrices_of(config)) {
        std::string bytes;
        std::vector<float> values(matrix.rows * 256);
        for (std::size_t row = 0; row < matrix.rows; ++row) {
            const BlockWriter::Row made = blocks.row(type.name, 256);
            bytes += made.bytes;
            std::ranges::copy(made.values, values.begin() + static_cast<std::ptrdiff_t>(
                                                                source_row(matrix, row) * 256));
        }
        model.set_values(matrix.name, std::move(values));
        writer.tensors.push_back({gguf_name(matrix.name), {256, matrix.rows}, type.id, bytes});
    }
    std::vector<std::string> norms{"model.norm.weight"};
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        norms.push_back(std::format("model.layers.{}.input_layernorm.weight", i));
        norms.push_back(std::format("model.layers.{}.post_attention_layernorm.weight", i));
    }
    for (const std::string& name : norms) {
        writer.tensors.push_back(
            {gguf_name(name), {256}, gguf_type::kF32, f32_bytes(model.values(name))});
    }
    return writer.file();
}

std::vector<float> logits_of(const std::filesystem::path& folder,
                             const std::vector<TokenId>& tokens) {
    const auto config = read_model_config(folder);
    REQUIRE(config);
    auto weights = ModelFile::open(folder / kWeightsFileName);
    REQUIRE(weights);
    const auto transformer = Transformer::create(*config, **weights, KvDtype::f32, 2);
    REQUIRE(transformer);
    const auto cache = (*transformer)->make_cache();
    std::vector<float> logits(tokens.size() * config->vocabulary_size);
    REQUIRE((*transformer)->forward(tokens, *cache, LogitsFor::all, logits, {}, 32));
    return logits;
}

} // namespace

TEST_CASE("a GGUF file with weights of any type computes the logits of a plain forward pass") {
    const ModelConfig config = wide_llama();
    for (const BlockWriter::Type& type : BlockWriter::kTypes) {
        CAPTURE(type.name);
        TinyModel model(config, WeightDtype::f32, 5);
        const TempFolder temp;
        const auto store = ModelStore::open(temp.path() / "models", "");
        REQUIRE(store);
        ImportRequest request;
        request.path = temp.write("model.gguf", write_model(config, type, model)).string();
        request.name = "m";
        request.weights = WeightDtype::f32;
        request.tokenizer = ImportRequest::Tokenizer::optional;
        const auto report = (*store)->import(request, {}, {});
        INFO((report ? std::string() : report.error().detail));
        REQUIRE(report);
        const auto tokens = some_tokens(config, 20, 6);
        const auto expected = reference_logits(config, model, tokens);
        CHECK(largest_difference(expected, logits_of(report->model.folder, tokens)) < 2e-3);
        // The weights matter: the logits are neither all alike nor tiny.
        CHECK(largest_difference(expected, std::vector<float>(expected.size())) > 0.5);
    }
}
