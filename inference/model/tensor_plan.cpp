#include "inference/model/tensor_plan.h"

#include "inference/family/tensor_names.h"

#include <string_view>

namespace sotto::inference {

namespace {

using namespace tensor_names;

void plan_layer(const ModelConfig& config, std::size_t layer, std::vector<PlannedTensor>& plan) {
    using enum PlannedTensor::Kind;
    const auto add_matrix = [&](std::string_view part, std::size_t rows, std::size_t cols) {
        plan.push_back({layer_tensor(layer, part), matrix, rows, cols});
    };
    const auto add_vector = [&](std::string_view part, std::size_t size) {
        plan.push_back({layer_tensor(layer, part), vector, 1, size});
    };
    const auto add_bias = [&](std::string_view part, std::size_t size) {
        plan.push_back({layer_bias(layer, part), vector, 1, size});
    };
    const std::size_t query_width = config.n_heads * config.head_dim;
    const std::size_t key_width = config.n_kv_heads * config.head_dim;
    add_vector(kInputNorm, config.hidden_size);
    add_vector(kPostAttentionNorm, config.hidden_size);
    if (config.has_post_norms) {
        add_vector(kPreFeedForwardNorm, config.hidden_size);
        add_vector(kPostFeedForwardNorm, config.hidden_size);
    }
    if (config.has_learned_qk_norm) {
        add_vector(kQNorm, config.head_dim);
        add_vector(kKNorm, config.head_dim);
    }
    if (config.has_qkv_bias) {
        add_bias(kQProj, query_width);
        add_bias(kKProj, key_width);
        add_bias(kVProj, key_width);
    }
    add_matrix(kQProj, query_width, config.hidden_size);
    add_matrix(kKProj, key_width, config.hidden_size);
    add_matrix(kVProj, key_width, config.hidden_size);
    add_matrix(kOProj, config.hidden_size, query_width);
    add_matrix(kGateProj, config.intermediate_size, config.hidden_size);
    add_matrix(kUpProj, config.intermediate_size, config.hidden_size);
    add_matrix(kDownProj, config.hidden_size, config.intermediate_size);
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
    plan.push_back({std::string(kFinalNorm), vector, 1, config.hidden_size});
    if (!config.tie_word_embeddings) {
        plan.push_back({std::string(kOutput), matrix, config.vocabulary_size, config.hidden_size});
    }
    return plan;
}

} // namespace sotto::inference
