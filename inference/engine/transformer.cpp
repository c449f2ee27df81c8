#include "inference/engine/transformer.h"

#include "inference/engine/attention.h"
#include "inference/engine/kv_cache.h"
#include "inference/engine/layer.h"
#include "inference/engine/rope.h"
#include "inference/engine/row_kernels.h"
#include "inference/engine/thread_count.h"
#include "inference/engine/xnn.h"

#include <algorithm>
#include <cmath>
#include <format>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

// Rows that one task of the loops between the matrix products takes.
constexpr std::size_t kRowsPerTask = 8;

// The activations of one chunk, in one piece of memory that is taken when the model is loaded.
// Inputs of linears have rows padded_width() apart and zeros beyond a row's end; outputs are dense.
class Activations {
public:
    Activations(const ModelConfig& config, std::size_t max_rows)
        : hidden_stride(padded_width(config.hidden_size)),
          qkv_width((config.n_heads + 2 * config.n_kv_heads) * config.head_dim),
          attended_stride(padded_width(config.n_heads * config.head_dim)),
          gated_stride(padded_width(config.intermediate_size)) {
        const std::size_t widths[] = {hidden_stride,      hidden_stride,
                                      qkv_width,          attended_stride,
                                      config.hidden_size, 2 * config.intermediate_size,
                                      gated_stride};
        std::size_t total = kOverreadBytes / sizeof(float);
        for (const auto width : widths) {
            total += max_rows * width;
        }
        memory_.resize(total);
        float* next = memory_.data();
        float** const buffers[] = {&x, &normed, &qkv, &attended, &projected, &gate_up, &gated};
        for (std::size_t i = 0; i < std::size(widths); ++i) {
            *buffers[i] = next;
            next += max_rows * widths[i];
        }
    }

    std::size_t hidden_stride;
    std::size_t qkv_width;
    std::size_t attended_stride;
    std::size_t gated_stride;
    float* x = nullptr;         // [rows, hidden_stride] the residual stream
    float* normed = nullptr;    // [rows, hidden_stride]
    float* qkv = nullptr;       // [rows, qkv_width] queries, keys, values
    float* attended = nullptr;  // [rows, attended_stride]
    float* projected = nullptr; // [rows, hidden_size] what a part adds to the residual stream
    float* gate_up = nullptr;   // [rows, 2 · intermediate_size]
    float* gated = nullptr;     // [rows, gated_stride]

private:
    std::vector<float> memory_;
};

Status check_tokens(std::span<const TokenId> tokens, const ModelConfig& config,
                    std::size_t length) {
    for (const auto token : tokens) {
        if (token < 0 || static_cast<std::size_t>(token) >= config.vocabulary_size) {
            return fail(ErrorCode::invalid_input,
                        std::format("the token {} is outside the model's vocabulary of {}", token,
                                    config.vocabulary_size));
        }
    }
    if (length + tokens.size() > config.max_positions) {
        return fail(ErrorCode::context_too_long,
                    std::format("{} tokens do not fit the model's context of {}",
                                length + tokens.size(), config.max_positions));
    }
    return {};
}

// The layers, and the distinct rotary embeddings they use.
struct Layers {
    std::vector<LayerWeights> weights;
    std::vector<Rope> ropes;
    std::vector<std::optional<std::size_t>> rope_of; // by layer, index into ropes
};

Result<Layers> load_layers(const ModelConfig& config, WeightSource& weights, std::size_t max_rows,
                           const LoadControl& control) {
    Layers layers;
    std::vector<RopeConfig> rope_configs;
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        if (control.stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        auto layer = LayerWeights::load(config, i, weights);
        if (!layer) {
            return std::unexpected(layer.error());
        }
        layers.weights.push_back(*std::move(layer));
        layers.rope_of.emplace_back();
        if (const auto& rope = config.layers[i].rope) {
            const auto known = std::ranges::find(rope_configs, *rope);
            layers.rope_of.back() = static_cast<std::size_t>(known - rope_configs.begin());
            if (known == rope_configs.end()) {
                rope_configs.push_back(*rope);
                layers.ropes.emplace_back(*rope, config.rope_pairing, config.head_dim, max_rows);
            }
        }
        if (control.on_layer) {
            control.on_layer(i + 1, config.n_layers);
        }
    }
    return layers;
}

} // namespace

struct Transformer::Impl {
    ModelConfig config;
    KvForm kv;
    std::unique_ptr<ThreadPool> pool;
    std::size_t max_rows;
    OuterWeights outer;
    Layers layers;
    Activations act;
    QuantizedRows quantized;
    Attention attention;

    Status forward_chunk(std::span<const TokenId> tokens, KvCache& cache,
                         const std::stop_token& stop);
    Status run_attention(std::size_t index, KvCache& cache, std::size_t rows,
                         const std::stop_token& stop);
    Status run_feed_forward(std::size_t index, std::size_t rows);
    Status write_logits(std::size_t first_row, std::size_t rows, float* logits);

    void embed(std::span<const TokenId> tokens) const;
    void place_in_cache(std::size_t index, std::size_t row, KvCache& cache);
    void finish_head(const LayerConfig& layer, const Rope* rope, const std::vector<float>& norm,
                     std::size_t row, float* head) const;
    [[nodiscard]] float query_scale(const LayerConfig& layer, std::size_t position) const;

    void norm_rows(const std::vector<float>& weight, std::size_t first_row, std::size_t rows);
    void add_rows(const std::vector<float>& after_norm, std::size_t rows);

    template <class Task>
    void for_each_row(std::size_t rows, Task&& task) {
        pool->parallel_for((rows + kRowsPerTask - 1) / kRowsPerTask, [&](std::size_t i) {
            const auto end = std::min(rows, (i + 1) * kRowsPerTask);
            for (std::size_t row = i * kRowsPerTask; row < end; ++row) {
                task(row);
            }
        });
    }
};

Status Transformer::Impl::forward_chunk(std::span<const TokenId> tokens, KvCache& cache,
                                        const std::stop_token& stop) {
    const auto rows = tokens.size();
    if (auto status = cache.reserve(rows); !status) {
        return status;
    }
    for (auto& rope : layers.ropes) {
        rope.set_positions(cache.length(), rows);
    }
    embed(tokens);
    for (std::size_t i = 0; i < layers.weights.size(); ++i) {
        if (auto status = run_attention(i, cache, rows, stop); !status) {
            return status;
        }
        if (auto status = run_feed_forward(i, rows); !status) {
            return status;
        }
    }
    cache.advance(rows);
    return {};
}

// x += o_proj(attention(rope(q), rope(k), v)) with q, k, v = qkv_proj(norm(x)).
Status Transformer::Impl::run_attention(std::size_t index, KvCache& cache, std::size_t rows,
                                        const std::stop_token& stop) {
    auto& layer = layers.weights[index];
    norm_rows(layer.attention_norm, 0, rows);
    auto status = layer.qkv_proj.apply(act.normed, rows, act.qkv, quantized, *pool);
    if (!status) {
        return status;
    }
    for_each_row(rows, [&](std::size_t row) { place_in_cache(index, row, cache); });
    attention.run(cache, index, cache.length(), rows, act.qkv, act.qkv_width, act.attended,
                  act.attended_stride, *pool, stop);
    if (stop.stop_requested()) { // before the layer, or in the middle of its attention
        return fail(ErrorCode::cancelled, "stopped");
    }
    status = layer.o_proj.apply(act.attended, rows, act.projected, quantized, *pool);
    if (status) {
        add_rows(layer.after_attention_norm, rows);
    }
    return status;
}

// x += down_proj(activation(gate) · up) with gate, up = gate_up_proj(norm(x)).
Status Transformer::Impl::run_feed_forward(std::size_t index, std::size_t rows) {
    auto& layer = layers.weights[index];
    const auto width = config.intermediate_size;
    norm_rows(layer.feed_forward_norm, 0, rows);
    auto status = layer.gate_up_proj.apply(act.normed, rows, act.gate_up, quantized, *pool);
    if (!status) {
        return status;
    }
    for_each_row(rows, [&](std::size_t row) {
        const float* const gate = act.gate_up + row * 2 * width;
        float* const out = act.gated + row * act.gated_stride;
        if (config.activation == Activation::silu) {
            silu_gate(gate, gate + width, width, out);
        } else {
            gelu_tanh_gate(gate, gate + width, width, out);
        }
    });
    status = layer.down_proj.apply(act.gated, rows, act.projected, quantized, *pool);
    if (status) {
        add_rows(layer.after_feed_forward_norm, rows);
    }
    return status;
}

Status Transformer::Impl::write_logits(std::size_t first_row, std::size_t rows, float* logits) {
    norm_rows(outer.norm, first_row, rows);
    return outer.output.apply(act.normed, rows, logits, quantized, *pool);
}

void Transformer::Impl::embed(std::span<const TokenId> tokens) const {
    for (std::size_t row = 0; row < tokens.size(); ++row) {
        float* const x = act.x + row * act.hidden_stride;
        outer.embedding.read(tokens[row], {x, config.hidden_size});
        if (config.embedding_scale != 1) {
            scale_by(x, config.embedding_scale, config.hidden_size);
        }
    }
}

// Norms, rotates and scales the queries of a row, norms and rotates its keys and stores them and
// its values in the cache.
void Transformer::Impl::place_in_cache(std::size_t index, std::size_t row, KvCache& cache) {
    const auto& layer = config.layers[index];
    const auto& weights = layers.weights[index];
    const Rope* const rope =
        layers.rope_of[index] ? &layers.ropes[*layers.rope_of[index]] : nullptr;
    const auto head_dim = config.head_dim;
    const auto position = cache.length() + row;
    float* const queries = act.qkv + row * act.qkv_width;
    float* const keys = queries + config.n_heads * head_dim;
    const float* const values = keys + config.n_kv_heads * head_dim;
    for (std::size_t head = 0; head < config.n_heads; ++head) {
        finish_head(layer, rope, weights.q_norm, row, queries + head * head_dim);
    }
    scale_by(queries, query_scale(layer, position), config.n_heads * head_dim);
    for (std::size_t head = 0; head < config.n_kv_heads; ++head) {
        float* const key = keys + head * head_dim;
        finish_head(layer, rope, weights.k_norm, row, key);
        cache.store(index, head, position, key, values + head * head_dim);
    }
}

void Transformer::Impl::finish_head(const LayerConfig& layer, const Rope* rope,
                                    const std::vector<float>& norm, std::size_t row,
                                    float* head) const {
    if (!norm.empty()) {
        rms_norm(head, norm.data(), config.rms_norm_eps, config.head_dim, head);
    }
    if (rope != nullptr) {
        rope->apply(row, head);
    }
    if (layer.has_weightless_qk_norm) {
        rms_norm(head, nullptr, config.rms_norm_eps, config.head_dim, head);
    }
}

float Transformer::Impl::query_scale(const LayerConfig& layer, std::size_t position) const {
    if (!layer.has_temperature_tuning) {
        return config.attention_scale;
    }
    const float steps =
        std::floor(static_cast<float>(position + 1) / config.temperature_floor_scale);
    return config.attention_scale * (1 + config.temperature_attn_scale * std::log1p(steps));
}

// normed[i] = norm(x[first_row + i]).
void Transformer::Impl::norm_rows(const std::vector<float>& weight, std::size_t first_row,
                                  std::size_t rows) {
    for_each_row(rows, [&](std::size_t row) {
        rms_norm(act.x + (first_row + row) * act.hidden_stride, weight.data(), config.rms_norm_eps,
                 config.hidden_size, act.normed + row * act.hidden_stride);
    });
}

// x += projected, normed first where the family has a norm there.
void Transformer::Impl::add_rows(const std::vector<float>& after_norm, std::size_t rows) {
    for_each_row(rows, [&](std::size_t row) {
        float* const projected = act.projected + row * config.hidden_size;
        if (!after_norm.empty()) {
            rms_norm(projected, after_norm.data(), config.rms_norm_eps, config.hidden_size,
                     projected);
        }
        add_to(act.x + row * act.hidden_stride, projected, config.hidden_size);
    });
}

Transformer::Transformer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Transformer::~Transformer() = default;

Result<std::unique_ptr<Transformer>> Transformer::create(const ModelConfig& config,
                                                         WeightSource& weights, KvForm kv,
                                                         int threads, const LoadControl& control) {
    try {
        const auto max_rows = std::min(kMaxChunkTokens, config.max_positions);
        auto pool = ThreadPool::create(threads > 0 ? static_cast<std::size_t>(threads)
                                                   : default_thread_count());
        if (!pool) {
            return std::unexpected(pool.error());
        }
        auto layers = load_layers(config, weights, max_rows, control);
        if (!layers) {
            return std::unexpected(layers.error());
        }
        auto outer = OuterWeights::load(config, weights);
        if (!outer) {
            return std::unexpected(outer.error());
        }
        const auto widest = std::max({padded_width(config.hidden_size),
                                      padded_width(config.n_heads * config.head_dim),
                                      padded_width(config.intermediate_size)});
        auto quantized = QuantizedRows::create(max_rows, widest);
        if (!quantized) {
            return std::unexpected(quantized.error());
        }
        Attention attention(config, max_rows, (*pool)->threads());
        auto impl = std::make_unique<Impl>(
            config, kv, *std::move(pool), max_rows, *std::move(outer), *std::move(layers),
            Activations(config, max_rows), *std::move(quantized), std::move(attention));
        return std::unique_ptr<Transformer>(new Transformer(std::move(impl)));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::out_of_memory, "there is not enough memory for this model");
    }
}

const ModelConfig& Transformer::config() const {
    return impl_->config;
}

KvForm Transformer::kv_form() const {
    return impl_->kv;
}

std::size_t Transformer::threads() const {
    return impl_->pool->threads();
}

std::unique_ptr<KvCache> Transformer::make_cache() const {
    return std::make_unique<KvCache>(impl_->config, impl_->kv);
}

Status Transformer::forward(std::span<const TokenId> tokens, KvCache& cache, LogitRows rows,
                            std::span<float> logits, const std::stop_token& stop,
                            std::size_t chunk_tokens) {
    const auto vocabulary = impl_->config.vocabulary_size;
    const auto logit_rows = rows == LogitRows::none   ? 0
                            : rows == LogitRows::last ? std::min<std::size_t>(tokens.size(), 1)
                                                      : tokens.size();
    if (logits.size() != logit_rows * vocabulary) {
        return fail(ErrorCode::internal, "the memory for logits has another size than they");
    }
    if (auto status = check_tokens(tokens, impl_->config, cache.length()); !status) {
        return status;
    }
    const auto chunk = std::clamp<std::size_t>(chunk_tokens, 1, impl_->max_rows);
    for (std::size_t done = 0; done < tokens.size();) {
        const auto count = std::min(chunk, tokens.size() - done);
        if (auto status = impl_->forward_chunk(tokens.subspan(done, count), cache, stop); !status) {
            return status;
        }
        auto status = Status{};
        if (rows == LogitRows::all) {
            status = impl_->write_logits(0, count, logits.data() + done * vocabulary);
        } else if (rows == LogitRows::last && done + count == tokens.size()) {
            status = impl_->write_logits(count - 1, 1, logits.data());
        }
        if (!status) {
            return status;
        }
        done += count;
    }
    return {};
}

} // namespace sotto::inference
