#include "inference/transformer/layer.h"

#include "inference/attention/rope.h"
#include "inference/family/tensor_names.h"

#include <format>
#include <string>
#include <string_view>
#include <utility>

namespace sotto::inference {

namespace {

using namespace tensor_names;

Result<std::vector<float>> load_norm(const ModelConfig& config, WeightSource& weights,
                                     const std::string& name, std::size_t size) {
    auto norm = weights.vector(name, size);
    if (norm && norm->size() != size) {
        return fail(ErrorCode::corrupt_data, std::format("{} does not have the stated size", name));
    }
    if (norm && config.norm_adds_one) {
        for (auto& one : *norm) {
            one += 1;
        }
    }
    return norm;
}

// The norms of a layer by role.
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
            auto norm = load_norm(config, weights, layer_tensor(layer, part), size);
            if (norm) {
                to = *std::move(norm);
            } else {
                status = std::unexpected(norm.error());
            }
        }
    };
    const auto hidden = config.hidden_size;
    load(norms.before_attention, kInputNorm, hidden);
    if (config.has_post_norms) {
        load(norms.after_attention, kPostAttentionNorm, hidden);
        load(norms.before_feed_forward, kPreFeedForwardNorm, hidden);
        load(norms.after_feed_forward, kPostFeedForwardNorm, hidden);
    } else {
        // Llama's name tells what precedes it, not what it belongs to.
        load(norms.before_feed_forward, kPostAttentionNorm, hidden);
    }
    if (config.has_learned_qk_norm) {
        load(norms.q, kQNorm, config.head_dim);
        load(norms.k, kKNorm, config.head_dim);
    }
    if (!status) {
        return std::unexpected(status.error());
    }
    return norms;
}

// The biases of q, k and v, one after the other; empty where the family has none.
Result<std::vector<float>> load_qkv_bias(const ModelConfig& config, std::size_t layer,
                                         WeightSource& weights) {
    std::vector<float> all;
    if (!config.has_qkv_bias) {
        return all;
    }
    for (const auto& [part, heads] : {std::pair{kQProj, config.n_heads},
                                      {kKProj, config.n_kv_heads},
                                      {kVProj, config.n_kv_heads}}) {
        const auto bias = weights.vector(layer_bias(layer, part), heads * config.head_dim);
        if (!bias) {
            return std::unexpected(bias.error());
        }
        all.insert(all.end(), bias->begin(), bias->end());
    }
    return all;
}

// What all keys of a layer have in common: their bias, in the elements that RoPE hardly turns.
// Qwen2.5's reaches 150 there, some ten times the others, whose digits int8 would lose.
// Subtracting one vector from all keys changes all scores of a query alike, and so no weight.
std::vector<float> key_offset_of(const ModelConfig& config, std::size_t layer,
                                 std::span<const float> qkv_bias) {
    if (qkv_bias.empty()) {
        return {};
    }
    const auto keys =
        qkv_bias.subspan(config.n_heads * config.head_dim, config.n_kv_heads * config.head_dim);
    std::vector<float> offset(keys.begin(), keys.end());
    if (const auto& rope = config.layers[layer].rope) {
        const Rope turns(*rope, config.rope_pairing, config.head_dim, 1);
        for (std::size_t head = 0; head < config.n_kv_heads; ++head) {
            turns.keep_slow(config.max_positions, offset.data() + head * config.head_dim);
        }
    }
    return offset;
}

} // namespace

LayerPlans plan_layer(const ModelConfig& config, std::size_t index) {
    const auto name = [index](std::string_view part) { return layer_tensor(index, part); };
    const auto hidden = config.hidden_size;
    const auto q_width = config.n_heads * config.head_dim;
    const auto kv_width = config.n_kv_heads * config.head_dim;
    return {
        .qkv_proj = {name("self_attn.qkv_proj"),
                     {{name(kQProj), q_width}, {name(kKProj), kv_width}, {name(kVProj), kv_width}},
                     hidden},
        .o_proj = {name(kOProj), {{name(kOProj), hidden}}, q_width},
        .gate_up_proj = {name("mlp.gate_up_proj"),
                         {{name(kGateProj), config.intermediate_size},
                          {name(kUpProj), config.intermediate_size}},
                         hidden},
        .down_proj = {name(kDownProj), {{name(kDownProj), hidden}}, config.intermediate_size}};
}

LinearPlan plan_output(const ModelConfig& config) {
    const std::string name(config.tie_word_embeddings ? kEmbedding : kOutput);
    return {std::string(kOutput), {{name, config.vocabulary_size}}, config.hidden_size};
}

std::vector<LinearPlan> plan_model(const ModelConfig& config) {
    std::vector<LinearPlan> plans;
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        auto layer = plan_layer(config, i);
        plans.push_back(std::move(layer.qkv_proj));
        plans.push_back(std::move(layer.o_proj));
        plans.push_back(std::move(layer.gate_up_proj));
        plans.push_back(std::move(layer.down_proj));
    }
    plans.push_back(plan_output(config));
    return plans;
}

Result<LayerWeights> LayerWeights::load(const ModelConfig& config, std::size_t index,
                                        LinearLoader& loader) {
    auto norms = load_norms(config, index, loader.weights());
    if (!norms) {
        return std::unexpected(norms.error());
    }
    auto qkv_bias = load_qkv_bias(config, index, loader.weights());
    if (!qkv_bias) {
        return std::unexpected(qkv_bias.error());
    }
    auto key_offset = key_offset_of(config, index, *qkv_bias);
    const auto plans = plan_layer(config, index);
    auto qkv_proj = loader.load(plans.qkv_proj);
    if (!qkv_proj) {
        return std::unexpected(qkv_proj.error());
    }
    auto o_proj = loader.load(plans.o_proj);
    if (!o_proj) {
        return std::unexpected(o_proj.error());
    }
    auto gate_up_proj = loader.load(plans.gate_up_proj);
    if (!gate_up_proj) {
        return std::unexpected(gate_up_proj.error());
    }
    auto down_proj = loader.load(plans.down_proj);
    if (!down_proj) {
        return std::unexpected(down_proj.error());
    }
    return LayerWeights{.attention_norm = std::move(norms->before_attention),
                        .qkv_proj = *std::move(qkv_proj),
                        .qkv_bias = *std::move(qkv_bias),
                        .key_offset = std::move(key_offset),
                        .q_norm = std::move(norms->q),
                        .k_norm = std::move(norms->k),
                        .o_proj = *std::move(o_proj),
                        .after_attention_norm = std::move(norms->after_attention),
                        .feed_forward_norm = std::move(norms->before_feed_forward),
                        .gate_up_proj = *std::move(gate_up_proj),
                        .down_proj = *std::move(down_proj),
                        .after_feed_forward_norm = std::move(norms->after_feed_forward)};
}

Result<OutputHead> OutputHead::load(const ModelConfig& config, LinearLoader& loader) {
    auto norm = load_output_norm(config, loader.weights());
    if (!norm) {
        return std::unexpected(norm.error());
    }
    // A missing embedding should be reported now.
    std::vector<float> first(config.hidden_size);
    if (auto read = read_embedding(config, loader.weights(), 0, first); !read) {
        return std::unexpected(read.error());
    }
    return loader.load(plan_output(config)).transform([&](Linear output) {
        return OutputHead{*std::move(norm), std::move(output)};
    });
}

Result<std::vector<float>> load_output_norm(const ModelConfig& config, WeightSource& weights) {
    return load_norm(config, weights, std::string(kFinalNorm), config.hidden_size)
        .transform([&](std::vector<float> norm) {
            if (config.logits_scaling != 1) {
                for (float& one : norm) {
                    one /= config.logits_scaling; // the output matrix is linear
                }
            }
            return norm;
        });
}

Status read_embedding(const ModelConfig& config, WeightSource& weights, TokenId token,
                      std::span<float> row) {
    return weights.read_row(kEmbedding, config.vocabulary_size, config.hidden_size,
                            static_cast<std::size_t>(token), row);
}

} // namespace sotto::inference
