#include "inference/transformer/layer_pass.h"

#include "inference/kernels/row_kernels.h"
#include "inference/kv/kv_cache.h"

#include <cmath>
#include <utility>

namespace sotto::inference {

LayerPass::LayerPass(const ModelConfig& config, std::size_t max_rows, ThreadPool& pool,
                     LinearScratch quantized)
    : config_(config), pool_(&pool), max_rows_(max_rows), ropes_(config, max_rows),
      act_(config, max_rows), quantized_(std::move(quantized)),
      attention_(config, max_rows, pool.threads()) {}

Result<LayerPass> LayerPass::create(const ModelConfig& config, std::size_t max_rows,
                                    ThreadPool& pool) {
    const auto widest =
        std::max({padded_width(config.hidden_size), padded_width(config.n_heads * config.head_dim),
                  padded_width(config.intermediate_size)});
    return LinearScratch::create(max_rows, widest).transform([&](LinearScratch scratch) {
        return LayerPass(config, max_rows, pool, std::move(scratch));
    });
}

void LayerPass::use_positions_of(const ModelConfig& config) {
    ModelConfig changed = config;
    ropes_ = LayerRopes(config, max_rows_);
    config_ = std::move(changed);
}

void LayerPass::set_positions(std::size_t first_position, std::size_t rows) {
    ropes_.set_positions(first_position, rows);
}

Status LayerPass::run(std::size_t index, LayerWeights& layer, KvCache& cache, std::size_t rows) {
    return run_attention(index, layer, cache, rows).and_then([&] {
        return run_feed_forward(layer, rows);
    });
}

// x += o_proj(attention(rope(q), rope(k), v)) with q, k, v = qkv_proj(norm(x)).
Status LayerPass::run_attention(std::size_t index, LayerWeights& layer, KvCache& cache,
                                std::size_t rows) {
    norm_rows(layer.attention_norm, 0, rows);
    lap(Operator::norm);
    tell(LinearRole::qkv_proj, act_.normed, rows, act_.hidden_stride);
    auto status = layer.qkv_proj.apply(act_.normed, rows, act_.qkv, quantized_, *pool_);
    if (!status) {
        return status;
    }
    lap(Operator::qkv_proj);
    for_each_row(rows, [&](std::size_t row) { place_in_cache(index, layer, row, cache); });
    lap(Operator::rope);
    attention_.run(cache, index, cache.length(), rows, act_.qkv, act_.qkv_width, act_.attended,
                   act_.attended_stride, *pool_);
    lap(Operator::attention);
    tell(LinearRole::o_proj, act_.attended, rows, act_.attended_stride);
    status = layer.o_proj.apply(act_.attended, rows, act_.projected, quantized_, *pool_);
    lap(Operator::o_proj);
    if (status) {
        add_rows(layer.after_attention_norm, rows);
    }
    lap(Operator::residual);
    return status;
}

// x += down_proj(activation(gate) · up) with gate, up = gate_up_proj(norm(x)).
Status LayerPass::run_feed_forward(LayerWeights& layer, std::size_t rows) {
    const auto width = config_.intermediate_size;
    norm_rows(layer.feed_forward_norm, 0, rows);
    lap(Operator::norm);
    tell(LinearRole::gate_up_proj, act_.normed, rows, act_.hidden_stride);
    auto status = layer.gate_up_proj.apply(act_.normed, rows, act_.gate_up, quantized_, *pool_);
    if (!status) {
        return status;
    }
    lap(Operator::gate_up_proj);
    for_each_row(rows, [&](std::size_t row) {
        const float* const gate = act_.gate_up + row * 2 * width;
        float* const out = act_.gated + row * act_.gated_stride;
        if (config_.activation == Activation::silu) {
            silu_gate(gate, gate + width, width, out);
        } else {
            gelu_tanh_gate(gate, gate + width, width, out);
        }
    });
    lap(Operator::activation);
    tell(LinearRole::down_proj, act_.gated, rows, act_.gated_stride);
    status = layer.down_proj.apply(act_.gated, rows, act_.projected, quantized_, *pool_);
    lap(Operator::down_proj);
    if (status) {
        add_rows(layer.after_feed_forward_norm, rows);
    }
    lap(Operator::residual);
    return status;
}

// Norms, rotates and scales the queries of a row, norms and rotates its keys and stores them and
// its values in the cache.
void LayerPass::place_in_cache(std::size_t index, const LayerWeights& weights, std::size_t row,
                               KvCache& cache) {
    const auto& layer = config_.layers[index];
    const Rope* const rope = ropes_.of(index);
    const auto head_dim = config_.head_dim;
    const auto position = cache.length() + row;
    float* const queries = act_.qkv + row * act_.qkv_width;
    float* const keys = queries + config_.n_heads * head_dim;
    const float* const values = keys + config_.n_kv_heads * head_dim;
    for (std::size_t head = 0; head < config_.n_heads; ++head) {
        finish_head(layer, rope, weights.q_norm, row, queries + head * head_dim);
    }
    scale_by(queries, query_scale(layer, position), config_.n_heads * head_dim);
    for (std::size_t head = 0; head < config_.n_kv_heads; ++head) {
        finish_head(layer, rope, weights.k_norm, row, keys + head * head_dim);
    }
    if (cache.layout().form == KvDtype::int8) {
        // Products of queries and keys stay the same, and elements that are much larger than
        // others, which cost these their digits, are spread. Source: QuaRot (Ashkboos
        // et al. 2024).
        hadamard(queries, config_.n_heads + config_.n_kv_heads, head_dim);
    }
    for (std::size_t head = 0; head < config_.n_kv_heads; ++head) {
        cache.store(index, head, position, keys + head * head_dim, values + head * head_dim);
    }
}

void LayerPass::finish_head(const LayerConfig& layer, const Rope* rope,
                            const std::vector<float>& norm, std::size_t row, float* head) const {
    if (!norm.empty()) {
        rms_norm(head, norm.data(), config_.rms_norm_eps, config_.head_dim, head);
    }
    if (rope != nullptr) {
        rope->apply(row, head);
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

// normed[i] = norm(x[first_row + i]).
void LayerPass::norm_rows(const std::vector<float>& weight, std::size_t first_row,
                          std::size_t rows) {
    for_each_row(rows, [&](std::size_t row) {
        rms_norm(act_.x + (first_row + row) * act_.hidden_stride, weight.data(),
                 config_.rms_norm_eps, config_.hidden_size, act_.normed + row * act_.hidden_stride);
    });
}

// x += projected, normed first where the family has a norm there.
void LayerPass::add_rows(const std::vector<float>& after_norm, std::size_t rows) {
    for_each_row(rows, [&](std::size_t row) {
        float* const projected = act_.projected + row * config_.hidden_size;
        if (!after_norm.empty()) {
            rms_norm(projected, after_norm.data(), config_.rms_norm_eps, config_.hidden_size,
                     projected);
        }
        add_to(act_.x + row * act_.hidden_stride, projected, config_.hidden_size);
    });
}

} // namespace sotto::inference
