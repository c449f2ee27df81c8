#include "inference/transformer/layer_pass.h"

#include "inference/kernels/vector_ops.h"
#include "inference/kv/kv_cache.h"

#include <atomic>
#include <cmath>
#include <format>
#include <utility>

namespace sotto::inference {

LayerPass::LayerPass(const ModelConfig& config, std::size_t max_tokens, ThreadPool& pool,
                     LinearScratch quantized)
    : config_(config), pool_(&pool), max_tokens_(max_tokens), ropes_(config, max_tokens),
      act_(config, max_tokens), quantized_(std::move(quantized)),
      attention_(config, max_tokens, pool.threads()) {}

Result<LayerPass> LayerPass::create(const ModelConfig& config, std::size_t max_tokens,
                                    ThreadPool& pool) {
    const auto widest =
        std::max({padded_width(config.hidden_size), padded_width(config.n_heads * config.head_dim),
                  padded_width(config.intermediate_size)});
    return LinearScratch::create(max_tokens, widest).transform([&](LinearScratch scratch) {
        return LayerPass(config, max_tokens, pool, std::move(scratch));
    });
}

void LayerPass::set_position_config(const ModelConfig& config) {
    ModelConfig changed = config;
    ropes_ = LayerRopes(config, max_tokens_);
    config_ = std::move(changed);
}

void LayerPass::set_positions(std::size_t first_position, std::size_t n_tokens) {
    ropes_.set_positions(first_position, n_tokens);
}

Status LayerPass::run(std::size_t index, LayerWeights& layer, KvCache& cache, std::size_t n_tokens,
                      std::size_t first_output) {
    const std::size_t n_outputs = n_tokens - first_output;
    auto status = store_keys_and_values(index, layer, cache, n_tokens);
    if (status && n_outputs > 0) {
        status = run_attention(index, layer, cache, n_outputs, first_output);
    }
    if (status && n_outputs > 0) {
        status = run_feed_forward(index, layer, n_outputs, first_output);
    }
    return status;
}

Status LayerPass::check_numbers(std::string_view place) {
    if (!std::exchange(has_no_number_, false)) {
        return {};
    }
    return fail(
        ErrorCode::corrupt_data,
        std::format("the model computes NaN or infinity {}; its weights are damaged, or too "
                    "large to compute with",
                    place));
}

Status LayerPass::check_layer(std::size_t index) {
    return has_no_number_ ? check_numbers(std::format("in layer {}", index + 1)) : Status();
}

// Kernels would round such activations to some integer and compute on.
void LayerPass::note_numbers(const float* values, std::size_t n) {
    constexpr float kLargest = 1e16F; // the squares of a row have a finite sum
    if (!(abs_max(values, n) <= kLargest)) {
        std::atomic_ref(has_no_number_).store(true, std::memory_order_relaxed);
    }
}

// q, k, v = qkv_proj(norm(x)); q and k are normalized and rotated, k and v stored.
Status LayerPass::store_keys_and_values(std::size_t index, LayerWeights& layer, KvCache& cache,
                                        std::size_t n_tokens) {
    norm_tokens(layer.attention_norm, 0, n_tokens);
    lap(Operator::norm);
    notify(LinearRole::qkv_proj, act_.normed, n_tokens, act_.hidden_stride);
    auto status = check_layer(index).and_then(
        [&] { return layer.qkv_proj.apply(act_.normed, n_tokens, act_.qkv, quantized_, *pool_); });
    if (!status) {
        return status;
    }
    lap(Operator::qkv_proj);
    for_each_token(n_tokens, [&](std::size_t token) {
        if (!layer.qkv_bias.empty()) {
            add_to(act_.qkv + token * act_.qkv_width, layer.qkv_bias.data(), act_.qkv_width);
        }
        note_numbers(act_.qkv + token * act_.qkv_width, act_.qkv_width);
        norm_rotate_and_scale(index, layer, token, cache.length() + token);
        if (cache.layout().dtype == KvDtype::int8) {
            if (!layer.key_offset.empty()) {
                subtract_key_offset(layer, token);
            }
            hadamard_queries_and_keys(token);
        }
        store_token(index, token, cache);
    });
    lap(Operator::rope);
    return check_layer(index);
}

// x += o_proj(attention(q, k, v)) for n_tokens tokens from `first` on.
Status LayerPass::run_attention(std::size_t index, LayerWeights& layer, KvCache& cache,
                                std::size_t n_tokens, std::size_t first) {
    attention_.run(cache, index, cache.length() + first, n_tokens,
                   act_.qkv + first * act_.qkv_width, act_.qkv_width, act_.attended,
                   act_.attended_stride, *pool_);
    lap(Operator::attention);
    for_each_token(n_tokens, [&](std::size_t token) {
        note_numbers(act_.attended + token * act_.attended_stride,
                     config_.n_heads * config_.head_dim);
    });
    notify(LinearRole::o_proj, act_.attended, n_tokens, act_.attended_stride);
    const auto status = check_layer(index).and_then([&] {
        return layer.o_proj.apply(act_.attended, n_tokens, act_.projected, quantized_, *pool_);
    });
    lap(Operator::o_proj);
    if (status) {
        add_residual(layer.after_attention_norm, n_tokens, first);
    }
    lap(Operator::residual);
    return status;
}

// x += down_proj(activation(gate) · up) with gate, up = gate_up_proj(norm(x)), for the same tokens.
Status LayerPass::run_feed_forward(std::size_t index, LayerWeights& layer, std::size_t n_tokens,
                                   std::size_t first) {
    const auto width = config_.intermediate_size;
    norm_tokens(layer.feed_forward_norm, first, n_tokens);
    lap(Operator::norm);
    notify(LinearRole::gate_up_proj, act_.normed, n_tokens, act_.hidden_stride);
    auto status = check_layer(index).and_then([&] {
        return layer.gate_up_proj.apply(act_.normed, n_tokens, act_.gate_up, quantized_, *pool_);
    });
    if (!status) {
        return status;
    }
    lap(Operator::gate_up_proj);
    for_each_token(n_tokens, [&](std::size_t token) {
        const float* const gate = act_.gate_up + token * 2 * width;
        float* const out = act_.gated + token * act_.gated_stride;
        if (config_.activation == Activation::silu) {
            silu_gate(gate, gate + width, width, out);
        } else {
            gelu_tanh_gate(gate, gate + width, width, out);
        }
        note_numbers(out, width);
    });
    lap(Operator::activation);
    notify(LinearRole::down_proj, act_.gated, n_tokens, act_.gated_stride);
    status = check_layer(index).and_then([&] {
        return layer.down_proj.apply(act_.gated, n_tokens, act_.projected, quantized_, *pool_);
    });
    lap(Operator::down_proj);
    if (status) {
        add_residual(layer.after_feed_forward_norm, n_tokens, first);
    }
    lap(Operator::residual);
    return status;
}

// Normalizes and rotates the query and key heads of one token, and scales its queries.
void LayerPass::norm_rotate_and_scale(std::size_t index, const LayerWeights& weights,
                                      std::size_t token, std::size_t position) {
    const auto& layer = config_.layers[index];
    const Rope* const rope = ropes_.of(index);
    const auto head_dim = config_.head_dim;
    float* const queries = act_.qkv + token * act_.qkv_width;
    float* const keys = queries + config_.n_heads * head_dim;
    for (std::size_t head = 0; head < config_.n_heads; ++head) {
        norm_and_rotate_head(layer, rope, weights.q_norm, token, queries + head * head_dim);
    }
    scale_by(queries, query_scale(layer, position), config_.n_heads * head_dim);
    for (std::size_t head = 0; head < config_.n_kv_heads; ++head) {
        norm_and_rotate_head(layer, rope, weights.k_norm, token, keys + head * head_dim);
    }
}

// Leaves the weights of attention unchanged: see LayerWeights::key_offset.
void LayerPass::subtract_key_offset(const LayerWeights& layer, std::size_t token) {
    float* const keys = act_.qkv + token * act_.qkv_width + config_.n_heads * config_.head_dim;
    for (std::size_t i = 0; i < layer.key_offset.size(); ++i) {
        keys[i] -= layer.key_offset[i];
    }
}

// A Hadamard transform of the query and key heads of one token. It leaves q · k unchanged and
// spreads outliers, which would cost the other elements precision in int8. Source: QuaRot (Ashkboos
// et al. 2024).
void LayerPass::hadamard_queries_and_keys(std::size_t token) {
    hadamard(act_.qkv + token * act_.qkv_width, config_.n_heads + config_.n_kv_heads,
             config_.head_dim);
}

void LayerPass::store_token(std::size_t index, std::size_t token, KvCache& cache) {
    const auto head_dim = config_.head_dim;
    const auto position = cache.length() + token;
    const float* const keys = act_.qkv + token * act_.qkv_width + config_.n_heads * head_dim;
    const float* const values = keys + config_.n_kv_heads * head_dim;
    for (std::size_t head = 0; head < config_.n_kv_heads; ++head) {
        cache.store(index, head, position, keys + head * head_dim, values + head * head_dim);
    }
}

void LayerPass::norm_and_rotate_head(const LayerConfig& layer, const Rope* rope,
                                     const std::vector<float>& norm, std::size_t token,
                                     float* head) const {
    if (!norm.empty()) {
        rms_norm(head, norm.data(), config_.rms_norm_eps, config_.head_dim, head);
    }
    if (rope != nullptr) {
        rope->apply(token, head);
    }
    if (layer.has_weightless_qk_norm) {
        rms_norm(head, nullptr, config_.rms_norm_eps, config_.head_dim, head);
    }
}

float LayerPass::query_scale(const LayerConfig& layer, std::size_t position) const {
    if (!layer.has_temperature_tuning) {
        return config_.attention_scale;
    }
    const float steps =
        std::floor(static_cast<float>(position + 1) / config_.temperature_floor_scale);
    return config_.attention_scale * (1 + config_.temperature_attn_scale * std::log1p(steps));
}

// normed[i] = norm(x[first_token + i]).
void LayerPass::norm_tokens(const std::vector<float>& weight, std::size_t first_token,
                            std::size_t n_tokens) {
    for_each_token(n_tokens, [&](std::size_t token) {
        const float* const x = act_.x + (first_token + token) * act_.hidden_stride;
        float* const normed = act_.normed + token * act_.hidden_stride;
        note_numbers(x, config_.hidden_size);
        rms_norm(x, weight.data(), config_.rms_norm_eps, config_.hidden_size, normed);
        note_numbers(normed, config_.hidden_size);
    });
}

// x[first + i] += projected[i], normalized and multiplied first if the family does so.
void LayerPass::add_residual(const std::vector<float>& after_norm, std::size_t n_tokens,
                             std::size_t first) {
    for_each_token(n_tokens, [&](std::size_t token) {
        float* const projected = act_.projected + token * config_.hidden_size;
        if (!after_norm.empty()) {
            rms_norm(projected, after_norm.data(), config_.rms_norm_eps, config_.hidden_size,
                     projected);
        }
        if (config_.residual_multiplier != 1) {
            scale_by(projected, config_.residual_multiplier, config_.hidden_size);
        }
        add_to(act_.x + (first + token) * act_.hidden_stride, projected, config_.hidden_size);
    });
}

} // namespace sotto::inference
