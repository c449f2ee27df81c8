#include "inference/engine/layer.h"

#include <array>
#include <format>
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

} // namespace

Result<LayerWeights> LayerWeights::load(const ModelConfig& config, std::size_t index,
                                        WeightSource& weights) {
    const auto name = [index](std::string_view part) {
        return std::format("model.layers.{}.{}.weight", index, part);
    };
    const auto norm = [&](std::string_view part, std::size_t size) {
        return load_norm(config, weights, name(part), size);
    };
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

    const bool has_post = config.has_post_norms;
    auto attention_norm = norm("input_layernorm", hidden);
    auto middle_norm = norm("post_attention_layernorm", hidden);
    // With norms after the parts, the name of Llama's second norm means the one after attention.
    Result<std::vector<float>> before_ffn = std::vector<float>{};
    Result<std::vector<float>> after_ffn = std::vector<float>{};
    Result<std::vector<float>> q_norm = std::vector<float>{};
    Result<std::vector<float>> k_norm = std::vector<float>{};
    if (has_post) {
        before_ffn = norm("pre_feedforward_layernorm", hidden);
        after_ffn = norm("post_feedforward_layernorm", hidden);
    }
    if (config.has_learned_qk_norm) {
        q_norm = norm("self_attn.q_norm", config.head_dim);
        k_norm = norm("self_attn.k_norm", config.head_dim);
    }
    for (const auto* one :
         {&attention_norm, &middle_norm, &before_ffn, &after_ffn, &q_norm, &k_norm}) {
        if (!*one) {
            return std::unexpected(one->error());
        }
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
    return LayerWeights{.attention_norm = *std::move(attention_norm),
                        .qkv_proj = *std::move(qkv_proj),
                        .q_norm = *std::move(q_norm),
                        .k_norm = *std::move(k_norm),
                        .o_proj = *std::move(o_proj),
                        .after_attention_norm = has_post ? *middle_norm : std::vector<float>{},
                        .feed_forward_norm = has_post ? *before_ffn : *middle_norm,
                        .gate_up_proj = *std::move(gate_up_proj),
                        .down_proj = *std::move(down_proj),
                        .after_feed_forward_norm = *std::move(after_ffn)};
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
