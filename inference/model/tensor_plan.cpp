#include "inference/model/tensor_plan.h"

#include <format>

namespace sotto::inference {

namespace {

constexpr std::string_view kHead = "lm_head.weight";
constexpr std::string_view kEmbedding = "model.embed_tokens.weight";

void plan_layer(const ModelConfig& config, std::size_t layer, std::vector<PlannedTensor>& plan) {
    using enum PlannedTensor::Kind;
    const auto add_matrix = [&](std::string_view name, std::size_t rows, std::size_t cols) {
        plan.push_back({std::format("model.layers.{}.{}.weight", layer, name), matrix, rows, cols});
    };
    const auto add_vector = [&](std::string_view name, std::size_t size) {
        plan.push_back({std::format("model.layers.{}.{}.weight", layer, name), vector, 1, size});
    };
    const std::size_t query_width = config.n_heads * config.head_dim;
    const std::size_t key_width = config.n_kv_heads * config.head_dim;
    add_vector("input_layernorm", config.hidden_size);
    add_vector("post_attention_layernorm", config.hidden_size);
    if (config.has_post_norms) {
        add_vector("pre_feedforward_layernorm", config.hidden_size);
        add_vector("post_feedforward_layernorm", config.hidden_size);
    }
    if (config.has_learned_qk_norm) {
        add_vector("self_attn.q_norm", config.head_dim);
        add_vector("self_attn.k_norm", config.head_dim);
    }
    add_matrix("self_attn.q_proj", query_width, config.hidden_size);
    add_matrix("self_attn.k_proj", key_width, config.hidden_size);
    add_matrix("self_attn.v_proj", key_width, config.hidden_size);
    add_matrix("self_attn.o_proj", config.hidden_size, query_width);
    add_matrix("mlp.gate_proj", config.intermediate_size, config.hidden_size);
    add_matrix("mlp.up_proj", config.intermediate_size, config.hidden_size);
    add_matrix("mlp.down_proj", config.hidden_size, config.intermediate_size);
}

} // namespace

std::vector<std::size_t> PlannedTensor::shape() const {
    return kind == Kind::vector ? std::vector{cols} : std::vector{rows, cols};
}

std::vector<PlannedTensor> planned_tensors(const ModelConfig& config) {
    using enum PlannedTensor::Kind;
    std::vector<PlannedTensor> plan;
    plan.push_back({std::string(kEmbedding), matrix, config.vocabulary_size, config.hidden_size});
    for (std::size_t layer = 0; layer < config.n_layers; ++layer) {
        plan_layer(config, layer, plan);
    }
    plan.push_back({"model.norm.weight", vector, 1, config.hidden_size});
    if (!config.tie_word_embeddings) {
        plan.push_back({std::string(kHead), matrix, config.vocabulary_size, config.hidden_size});
    }
    return plan;
}

std::string canonical_name(std::string_view name) {
    constexpr std::string_view kPrefix = "language_model.";
    constexpr std::string_view kFeedForward = ".feed_forward.";
    if (name.starts_with(kPrefix)) {
        name.remove_prefix(kPrefix.size());
    }
    std::string canonical(name);
    if (const auto at = canonical.find(kFeedForward); at != std::string::npos) {
        canonical.replace(at, kFeedForward.size(), ".mlp.");
    }
    return canonical;
}

std::string learned_scale_name(std::string_view matrix) {
    return std::string(matrix) + "_fake_quantizer.scale"; // "…weight" is its end
}

bool is_ignorable(std::string_view canonical_name) {
    return canonical_name.contains(".weight_fake_quantizer.") ||
           canonical_name.ends_with("rotary_emb.inv_freq");
}

} // namespace sotto::inference
