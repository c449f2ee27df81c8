#include "inference/engine/transformer.h"

#include "inference/engine/activations.h"
#include "inference/engine/attention.h"
#include "inference/engine/kv_cache.h"
#include "inference/engine/layer.h"
#include "inference/engine/model_weights.h"
#include "inference/engine/operator_times.h"
#include "inference/engine/rope.h"
#include "inference/engine/row_equality.h"
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

} // namespace

struct Transformer::Impl {
    PackedWeights packed; // the linear layers read it to the end
    WeightSource& source; // of embeddings
    ModelConfig config;
    KvForm kv;
    std::unique_ptr<ThreadPool> pool;
    std::size_t max_rows;
    OuterWeights outer;
    std::vector<LayerWeights> layers;
    LayerRopes ropes;
    Activations act;
    LinearScratch quantized;
    Attention attention;
    std::optional<bool> has_equal_rows = std::nullopt; // nothing = not looked at yet
    OperatorTimes* times = nullptr;

    Status forward_chunk(std::span<const TokenId> tokens, KvCache& cache,
                         const std::stop_token& stop);
    Status run_attention(std::size_t index, KvCache& cache, std::size_t rows);
    Status run_feed_forward(std::size_t index, std::size_t rows);
    Status write_logits(std::size_t first_row, std::size_t rows, float* logits);
    bool find_equal_rows();

    [[nodiscard]] Status embed(std::span<const TokenId> tokens) const;
    void place_in_cache(std::size_t index, std::size_t row, KvCache& cache);
    void finish_head(const LayerConfig& layer, const Rope* rope, const std::vector<float>& norm,
                     std::size_t row, float* head) const;
    [[nodiscard]] float query_scale(const LayerConfig& layer, std::size_t position) const;

    void norm_rows(const std::vector<float>& weight, std::size_t first_row, std::size_t rows);
    void add_rows(const std::vector<float>& after_norm, std::size_t rows);

    // What was done since the lap before was `op`.
    void lap(Operator op) const {
        if (times != nullptr) {
            times->lap(op);
        }
    }

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
    ropes.set_positions(cache.length(), rows);
    if (auto status = embed(tokens); !status) {
        return status;
    }
    lap(Operator::embedding);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        pool->adapt();
        if (auto status = run_attention(i, cache, rows); !status) {
            return status;
        }
        if (auto status = run_feed_forward(i, rows); !status) {
            return status;
        }
    }
    if (stop.stop_requested()) { // loops may have been cut short
        return fail(ErrorCode::cancelled, "stopped");
    }
    cache.advance(rows);
    return {};
}

// x += o_proj(attention(rope(q), rope(k), v)) with q, k, v = qkv_proj(norm(x)).
Status Transformer::Impl::run_attention(std::size_t index, KvCache& cache, std::size_t rows) {
    auto& layer = layers[index];
    norm_rows(layer.attention_norm, 0, rows);
    lap(Operator::norm);
    auto status = layer.qkv_proj.apply(act.normed, rows, act.qkv, quantized, *pool);
    if (!status) {
        return status;
    }
    lap(Operator::qkv_proj);
    for_each_row(rows, [&](std::size_t row) { place_in_cache(index, row, cache); });
    lap(Operator::rope);
    attention.run(cache, index, cache.length(), rows, act.qkv, act.qkv_width, act.attended,
                  act.attended_stride, *pool);
    lap(Operator::attention);
    status = layer.o_proj.apply(act.attended, rows, act.projected, quantized, *pool);
    lap(Operator::o_proj);
    if (status) {
        add_rows(layer.after_attention_norm, rows);
    }
    lap(Operator::residual);
    return status;
}

// x += down_proj(activation(gate) · up) with gate, up = gate_up_proj(norm(x)).
Status Transformer::Impl::run_feed_forward(std::size_t index, std::size_t rows) {
    auto& layer = layers[index];
    const auto width = config.intermediate_size;
    norm_rows(layer.feed_forward_norm, 0, rows);
    lap(Operator::norm);
    auto status = layer.gate_up_proj.apply(act.normed, rows, act.gate_up, quantized, *pool);
    if (!status) {
        return status;
    }
    lap(Operator::gate_up_proj);
    for_each_row(rows, [&](std::size_t row) {
        const float* const gate = act.gate_up + row * 2 * width;
        float* const out = act.gated + row * act.gated_stride;
        if (config.activation == Activation::silu) {
            silu_gate(gate, gate + width, width, out);
        } else {
            gelu_tanh_gate(gate, gate + width, width, out);
        }
    });
    lap(Operator::activation);
    status = layer.down_proj.apply(act.gated, rows, act.projected, quantized, *pool);
    lap(Operator::down_proj);
    if (status) {
        add_rows(layer.after_feed_forward_norm, rows);
    }
    lap(Operator::residual);
    return status;
}

Status Transformer::Impl::write_logits(std::size_t first_row, std::size_t rows, float* logits) {
    norm_rows(outer.norm, first_row, rows);
    lap(Operator::norm);
    const auto status = outer.output.apply(act.normed, rows, logits, quantized, *pool);
    lap(Operator::output);
    return status;
}

// Layers are stored alike: the first one speaks for all.
bool Transformer::Impl::find_equal_rows() {
    auto& layer = layers.front();
    const auto linears = {&layer.qkv_proj, &layer.o_proj, &layer.gate_up_proj, &layer.down_proj,
                          &outer.output};
    return max_rows >= kMaxVerifiedRows && std::ranges::all_of(linears, [&](Linear* linear) {
               return gives_equal_rows(*linear, quantized, *pool).value_or(false);
           });
}

Status Transformer::Impl::embed(std::span<const TokenId> tokens) const {
    for (std::size_t row = 0; row < tokens.size(); ++row) {
        float* const x = act.x + row * act.hidden_stride;
        const auto read = read_embedding(config, source, tokens[row], {x, config.hidden_size});
        if (!read) {
            return read;
        }
        if (config.embedding_scale != 1) {
            scale_by(x, config.embedding_scale, config.hidden_size);
        }
    }
    return {};
}

// Norms, rotates and scales the queries of a row, norms and rotates its keys and stores them and
// its values in the cache.
void Transformer::Impl::place_in_cache(std::size_t index, std::size_t row, KvCache& cache) {
    const auto& layer = config.layers[index];
    const auto& weights = layers[index];
    const Rope* const rope = ropes.of(index);
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
        auto loaded = ModelWeights::load(config, weights, kv, control);
        if (!loaded) {
            return std::unexpected(loaded.error());
        }
        const auto widest = std::max({padded_width(config.hidden_size),
                                      padded_width(config.n_heads * config.head_dim),
                                      padded_width(config.intermediate_size)});
        auto quantized = LinearScratch::create(max_rows, widest);
        if (!quantized) {
            return std::unexpected(quantized.error());
        }
        const auto n_threads = (*pool)->threads();
        auto impl =
            std::make_unique<Impl>(std::move(loaded->packed), weights, config, kv, *std::move(pool),
                                   max_rows, std::move(loaded->outer), std::move(loaded->layers),
                                   LayerRopes(config, max_rows), Activations(config, max_rows),
                                   *std::move(quantized), Attention(config, max_rows, n_threads));
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

bool Transformer::can_verify() {
    if (!impl_->has_equal_rows) {
        impl_->has_equal_rows = impl_->find_equal_rows();
    }
    return *impl_->has_equal_rows;
}

void Transformer::keep_times(OperatorTimes* times) {
    impl_->times = times;
}

std::unique_ptr<KvCache> Transformer::make_cache() const {
    return std::make_unique<KvCache>(impl_->config, impl_->kv);
}

const PackedWeights& Transformer::packed_weights() const {
    return impl_->packed;
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
    const Computing computing(*impl_->pool, stop);
    if (impl_->times != nullptr) {
        impl_->times->start();
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
        if (rows != LogitRows::none && stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        done += count;
    }
    return {};
}

} // namespace sotto::inference
