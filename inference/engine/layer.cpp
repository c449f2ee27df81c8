#include "inference/engine/layer.h"

#include <array>
#include <format>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

Result<std::vector<float>> load_norm(const ModelConfig& config, WeightSource& weights,
                                     const std::string& name, std::size_t size) {
    auto norm = weights.vector(name, size);
    if (norm && norm->size() != size) {
        return fail(ErrorCode::corrupt_data, std::format("{} has another size than stated", name));
    }
    if (norm && config.norm_adds_one) {
        for (auto& one : *norm) {
            one += 1;
        }
    }
    return norm;
}

// The name of a tensor of a layer.
std::string name_of(std::size_t layer, std::string_view part) {
    return std::format("model.layers.{}.{}.weight", layer, part);
}

// A layer's norms by the role they have.
struct Norms {
    std::vector<float> before_attention;
    std::vector<float> q;
    std::vector<float> k;
    std::vector<float> after_attention;
    std::vector<float> before_feed_forward;
    std::vector<float> after_feed_forward;
};

Result<Norms> load_norms(const ModelConfig& config, std::size_t layer, WeightSource& weights) {
    Norms norms;
    Status status;
    const auto load = [&](std::vector<float>& to, std::string_view part, std::size_t size) {
        if (status) {
            auto norm = load_norm(config, weights, name_of(layer, part), size);
            if (norm) {
                to = *std::move(norm);
            } else {
                status = std::unexpected(norm.error());
            }
        }
    };
    const auto hidden = config.hidden_size;
    load(norms.before_attention, "input_layernorm", hidden);
    if (config.has_post_norms) {
        load(norms.after_attention, "post_attention_layernorm", hidden);
        load(norms.before_feed_forward, "pre_feedforward_layernorm", hidden);
        load(norms.after_feed_forward, "post_feedforward_layernorm", hidden);
    } else {
        // Llama's name for it says what comes before, not what it belongs to.
        load(norms.before_feed_forward, "post_attention_layernorm", hidden);
    }
    if (config.has_learned_qk_norm) {
        load(norms.q, "self_attn.q_norm", config.head_dim);
        load(norms.k, "self_attn.k_norm", config.head_dim);
    }
    if (!status) {
        return std::unexpected(status.error());
    }
    return norms;
}

} // namespace

Result<LayerWeights> LayerWeights::load(const ModelConfig& config, std::size_t index,
                                        WeightSource& weights) {
    const auto name = [index](std::string_view part) { return name_of(index, part); };
    const auto hidden = config.hidden_size;
    const auto q_width = config.n_heads * config.head_dim;
    const auto kv_width = config.n_kv_heads * config.head_dim;
    const std::array qkv{NamedRows{name("self_attn.q_proj"), q_width},
                         NamedRows{name("self_attn.k_proj"), kv_width},
                         NamedRows{name("self_attn.v_proj"), kv_width}};
    const std::array o{NamedRows{name("self_attn.o_proj"), hidden}};
    const std::array gate_up{NamedRows{name("mlp.gate_proj"), config.intermediate_size},
                             NamedRows{name("mlp.up_proj"), config.intermediate_size}};
    const std::array down{NamedRows{name("mlp.down_proj"), hidden}};

    auto norms = load_norms(config, index, weights);
    if (!norms) {
        return std::unexpected(norms.error());
    }
    auto qkv_proj = Linear::create(weights, qkv, hidden);
    if (!qkv_proj) {
        return std::unexpected(qkv_proj.error());
    }
    auto o_proj = Linear::create(weights, o, q_width);
    if (!o_proj) {
        return std::unexpected(o_proj.error());
    }
    auto gate_up_proj = Linear::create(weights, gate_up, hidden);
    if (!gate_up_proj) {
        return std::unexpected(gate_up_proj.error());
    }
    auto down_proj = Linear::create(weights, down, config.intermediate_size);
    if (!down_proj) {
        return std::unexpected(down_proj.error());
    }
    return LayerWeights{.attention_norm = std::move(norms->before_attention),
                        .qkv_proj = *std::move(qkv_proj),
                        .q_norm = std::move(norms->q),
                        .k_norm = std::move(norms->k),
                        .o_proj = *std::move(o_proj),
                        .after_attention_norm = std::move(norms->after_attention),
                        .feed_forward_norm = std::move(norms->before_feed_forward),
                        .gate_up_proj = *std::move(gate_up_proj),
                        .down_proj = *std::move(down_proj),
                        .after_feed_forward_norm = std::move(norms->after_feed_forward)};
}

Result<OuterWeights> OuterWeights::load(const ModelConfig& config, WeightSource& weights) {
    auto norm = load_norm(config, weights, "model.norm.weight", config.hidden_size);
    if (!norm) {
        return std::unexpected(norm.error());
    }
    const auto embedding =
        weights.matrix("model.embed_tokens.weight", config.vocabulary_size, config.hidden_size);
    if (!embedding) {
        return std::unexpected(embedding.error());
    }
    // The embedding's spans may end with the next matrix: what it is needed for comes first.
    auto tied =
        config.tie_word_embeddings ? std::optional(Linear::create(*embedding)) : std::nullopt;
    auto table = EmbeddingTable::create(*embedding, weights.span_lifetime());
    const std::array head{NamedRows{"lm_head.weight", config.vocabulary_size}};
    auto output = tied ? *std::move(tied) : Linear::create(weights, head, config.hidden_size);
    if (!output) {
        return std::unexpected(output.error());
    }
    return OuterWeights{std::move(table), *std::move(norm), *std::move(output)};
}

} // namespace sotto::inference
