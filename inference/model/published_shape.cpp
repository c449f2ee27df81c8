#include "inference/model/model_config.h"

#include <cmath>

namespace sotto::inference {

namespace {

constexpr std::size_t kLocalWindow = 512;

LayerConfig rotary_layer(RopeConfig rope, std::optional<std::size_t> window) {
    LayerConfig layer;
    layer.window = window;
    layer.rope = rope;
    return layer;
}

// Source: models.md 1.1. The rotary base is not published; it does not change the speed.
ModelConfig mobilellm_pro_shape() {
    ModelConfig config = family_config(Family::mobilellm_pro);
    config.vocabulary_size = 202048;
    config.hidden_size = 1280;
    config.intermediate_size = 6144;
    config.n_layers = 30;
    config.n_heads = 20;
    config.n_kv_heads = 4;
    config.head_dim = 64;
    config.max_positions = 131072;
    config.layers.assign(config.n_layers, rotary_layer({500000, {}}, kLocalWindow));
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        if (i % 4 == 0 || i + 1 == config.n_layers) {
            config.layers[i].window.reset();
        }
    }
    config.bos_token = 200000;
    config.eos_tokens = {200001, 200007, 200008};
    return config;
}

// Source: models.md 5.1.
ModelConfig llama_3_2_1b_shape() {
    ModelConfig config = family_config(Family::llama);
    config.vocabulary_size = 128256;
    config.hidden_size = 2048;
    config.intermediate_size = 8192;
    config.tie_word_embeddings = true;
    config.n_layers = 16;
    config.n_heads = 32;
    config.n_kv_heads = 8;
    config.head_dim = 64;
    config.max_positions = 131072;
    const Llama3RopeScaling scaling{32, 1, 4, 8192};
    config.layers.assign(config.n_layers, rotary_layer({500000, scaling}, std::nullopt));
    config.bos_token = 128000;
    config.eos_tokens = {128001, 128008, 128009};
    return config;
}

// Source: models.md 5.2.
ModelConfig gemma_3_1b_shape() {
    ModelConfig config = family_config(Family::gemma3);
    config.vocabulary_size = 262144;
    config.hidden_size = 1152;
    config.intermediate_size = 6912;
    config.n_layers = 26;
    config.n_heads = 4;
    config.n_kv_heads = 1;
    config.head_dim = 256;
    config.max_positions = 32768;
    config.rms_norm_eps = 1e-6F;
    config.embedding_scale = 34;
    config.layers.assign(config.n_layers, rotary_layer({10000, {}}, kLocalWindow));
    for (std::size_t i = 5; i < config.n_layers; i += 6) {
        config.layers[i] = rotary_layer({1000000, {}}, std::nullopt);
    }
    config.bos_token = 2;
    config.eos_tokens = {1, 106};
    return config;
}

} // namespace

std::optional<ModelConfig> published_shape(std::string_view name) {
    std::optional<ModelConfig> config;
    if (name == "mobilellm-pro") {
        config = mobilellm_pro_shape();
    } else if (name == "llama-3.2-1b") {
        config = llama_3_2_1b_shape();
    } else if (name == "gemma-3-1b") {
        config = gemma_3_1b_shape();
    }
    if (config) {
        config->attention_scale = 1 / std::sqrt(static_cast<float>(config->head_dim));
    }
    return config;
}

std::size_t ModelConfig::parameter_count() const {
    const std::size_t q_width = n_heads * head_dim;
    const std::size_t kv_width = n_kv_heads * head_dim;
    const std::size_t attention = hidden_size * (2 * q_width + 2 * kv_width);
    const std::size_t feed_forward = 3 * hidden_size * intermediate_size;
    const std::size_t norms =
        (has_post_norms ? 4 : 2) * hidden_size + (has_learned_qk_norm ? 2 * head_dim : 0);
    const std::size_t biases = has_qkv_bias ? q_width + 2 * kv_width : 0;
    const std::size_t embeddings = (tie_word_embeddings ? 1 : 2) * vocabulary_size * hidden_size;
    return embeddings + n_layers * (attention + feed_forward + norms + biases) + hidden_size;
}

} // namespace sotto::inference
