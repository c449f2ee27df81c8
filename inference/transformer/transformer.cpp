#include "inference/transformer/transformer.h"

#include "inference/attention/attention.h"
#include "inference/kernels/vector_ops.h"
#include "inference/kv/kv_cache.h"
#include "inference/transformer/batch_invariance.h"
#include "inference/transformer/layer_pass.h"
#include "inference/transformer/model_weights.h"
#include "inference/transformer/operator_profiler.h"
#include "inference/xnnpack/thread_count.h"
#include "inference/xnnpack/thread_pool.h"

#include <algorithm>
#include <format>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

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
    PackedWeights packed; // the linear layers read it
    WeightSource& source; // of the embedding
    ModelConfig config;
    KvDtype kv;
    std::unique_ptr<ThreadPool> pool;
    std::size_t max_tokens;
    OutputHead head;
    std::vector<LayerWeights> layers;
    LayerPass pass;
    std::optional<bool> batch_invariant = std::nullopt; // nothing = not tested yet
    OperatorProfiler* profiler = nullptr;

    Status forward_chunk(std::span<const TokenId> tokens, KvCache& cache, std::size_t n_outputs,
                         const std::stop_token& stop);
    Status write_logits(std::size_t first_token, std::size_t n_tokens, float* logits);
    bool check_batch_invariance();
    [[nodiscard]] Status embed(std::span<const TokenId> tokens);
};

// `n_outputs`: the last tokens whose logits are wanted. The last layer computes only theirs, and of
// the others their keys and values.
Status Transformer::Impl::forward_chunk(std::span<const TokenId> tokens, KvCache& cache,
                                        std::size_t n_outputs, const std::stop_token& stop) {
    const auto n_tokens = tokens.size();
    if (auto status = cache.reserve(n_tokens); !status) {
        return status;
    }
    pass.set_positions(cache.length(), n_tokens);
    if (auto status = embed(tokens); !status) {
        return status;
    }
    pass.lap(Operator::embedding);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        pool->adapt();
        const std::size_t first_output = i + 1 < layers.size() ? 0 : n_tokens - n_outputs;
        auto status = pass.run(i, layers[i], cache, n_tokens, first_output);
        if (!status && !stop.stop_requested()) { // loops that were cut short leave anything behind
            return status;
        }
    }
    if (stop.stop_requested()) { // loops may have been cut short
        return fail(ErrorCode::cancelled, "stopped");
    }
    cache.advance(n_tokens);
    return {};
}

Status Transformer::Impl::write_logits(std::size_t first_token, std::size_t n_tokens,
                                       float* logits) {
    pass.norm_tokens(head.norm, first_token, n_tokens);
    pass.lap(Operator::norm);
    const auto status = pass.check_numbers("behind the last layer").and_then([&] {
        return head.output.apply(pass.activations().normed, n_tokens, logits, pass.scratch(),
                                 *pool);
    });
    pass.lap(Operator::output);
    return status;
}

// Matrices of one shape and dtype share their kernels: testing one of them is enough.
bool Transformer::Impl::check_batch_invariance() {
    std::vector<Linear*> linears{&head.output};
    for (LayerWeights& layer : layers) {
        for (Linear* one :
             {&layer.qkv_proj, &layer.o_proj, &layer.gate_up_proj, &layer.down_proj}) {
            if (std::ranges::none_of(
                    linears, [&](Linear* known) { return known->shares_kernels_with(*one); })) {
                linears.push_back(one);
            }
        }
    }
    return max_tokens >= kMaxVerifiedTokens && std::ranges::all_of(linears, [&](Linear* linear) {
               return is_batch_invariant(*linear, pass.scratch(), *pool).value_or(false);
           });
}

Status Transformer::Impl::embed(std::span<const TokenId> tokens) {
    const Activations& act = pass.activations();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        float* const x = act.x + i * act.hidden_stride;
        const auto read = read_embedding(config, source, tokens[i], {x, config.hidden_size});
        if (!read) {
            return read;
        }
        if (config.embedding_scale != 1) {
            scale_by(x, config.embedding_scale, config.hidden_size);
        }
    }
    return {};
}

Transformer::Transformer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Transformer::~Transformer() = default;

Result<std::unique_ptr<Transformer>> Transformer::create(const ModelConfig& config,
                                                         WeightSource& weights, KvDtype kv,
                                                         int threads, const LoadOptions& options) {
    try {
        const auto max_tokens = std::min(kMaxChunkTokens, config.max_positions);
        auto pool = ThreadPool::create(threads > 0 ? static_cast<std::size_t>(threads)
                                                   : default_thread_count());
        if (!pool) {
            return std::unexpected(pool.error());
        }
        auto loaded = ModelWeights::load(config, weights, kv, options);
        if (!loaded) {
            return std::unexpected(loaded.error());
        }
        auto pass = LayerPass::create(config, max_tokens, **pool);
        if (!pass) {
            return std::unexpected(pass.error());
        }
        auto impl = std::make_unique<Impl>(std::move(loaded->packed), weights, config, kv,
                                           *std::move(pool), max_tokens, std::move(loaded->head),
                                           std::move(loaded->layers), *std::move(pass));
        return std::unique_ptr<Transformer>(new Transformer(std::move(impl)));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::out_of_memory, "there is not enough memory for this model");
    }
}

const ModelConfig& Transformer::config() const {
    return impl_->config;
}

Status Transformer::set_position_config(const ModelConfig& config) {
    try {
        ModelConfig changed = config;
        impl_->pass.set_position_config(config);
        impl_->config = std::move(changed);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::out_of_memory, "there is not enough memory for this model");
    }
    return {};
}

KvDtype Transformer::kv_dtype() const {
    return impl_->kv;
}

std::size_t Transformer::threads() const {
    return impl_->pool->threads();
}

bool Transformer::can_verify_drafts() {
    if (!impl_->batch_invariant) {
        impl_->batch_invariant = impl_->check_batch_invariance();
    }
    return *impl_->batch_invariant;
}

void Transformer::set_profiler(OperatorProfiler* profiler) {
    impl_->profiler = profiler;
    impl_->pass.set_profiler(profiler);
}

std::unique_ptr<KvCache> Transformer::make_cache() const {
    return std::make_unique<KvCache>(impl_->config, impl_->kv);
}

const PackedWeights& Transformer::packed_weights() const {
    return impl_->packed;
}

ActivationRounding Transformer::activation_rounding() const {
    return impl_->layers.front().qkv_proj.activation_rounding();
}

Status Transformer::forward(std::span<const TokenId> tokens, KvCache& cache, LogitsFor logits_for,
                            std::span<float> logits, const std::stop_token& stop,
                            std::size_t chunk_tokens) {
    const auto vocabulary = impl_->config.vocabulary_size;
    const auto n_logits = logits_for == LogitsFor::none   ? 0
                          : logits_for == LogitsFor::last ? std::min<std::size_t>(tokens.size(), 1)
                                                          : tokens.size();
    if (logits.size() != n_logits * vocabulary) {
        return fail(ErrorCode::internal, "the logits buffer has the wrong size");
    }
    if (auto status = check_tokens(tokens, impl_->config, cache.length()); !status) {
        return status;
    }
    const ComputeScope computing(*impl_->pool, stop);
    if (impl_->profiler != nullptr) {
        impl_->profiler->start();
    }
    const auto chunk = std::clamp<std::size_t>(chunk_tokens, 1, impl_->max_tokens);
    for (std::size_t done = 0; done < tokens.size();) {
        const auto count = std::min(chunk, tokens.size() - done);
        const bool is_end = done + count == tokens.size();
        const std::size_t n_outputs = logits_for == LogitsFor::all              ? count
                                      : logits_for == LogitsFor::last && is_end ? 1
                                                                                : 0;
        auto status = impl_->forward_chunk(tokens.subspan(done, count), cache, n_outputs, stop);
        if (status && n_outputs > 0) {
            float* const to =
                logits.data() + (logits_for == LogitsFor::all ? done * vocabulary : 0);
            status = impl_->write_logits(count - n_outputs, n_outputs, to);
        }
        if (!status) {
            return status;
        }
        if (logits_for != LogitsFor::none && stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        done += count;
    }
    return {};
}

} // namespace sotto::inference
