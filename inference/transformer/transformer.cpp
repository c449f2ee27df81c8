#include "inference/transformer/transformer.h"

#include "inference/attention/attention.h"
#include "inference/kernels/row_kernels.h"
#include "inference/kv/kv_cache.h"
#include "inference/transformer/layer_pass.h"
#include "inference/transformer/model_weights.h"
#include "inference/transformer/operator_times.h"
#include "inference/transformer/row_equality.h"
#include "inference/xnnpack/thread_count.h"
#include "inference/xnnpack/xnn.h"

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
    PackedWeights packed; // the linear layers read it to the end
    WeightSource& source; // of embeddings
    ModelConfig config;
    KvDtype kv;
    std::unique_ptr<ThreadPool> pool;
    std::size_t max_rows;
    OuterWeights outer;
    std::vector<LayerWeights> layers;
    LayerPass pass;
    std::optional<bool> has_equal_rows = std::nullopt; // nothing = not looked at yet
    OperatorTimes* times = nullptr;

    Status forward_chunk(std::span<const TokenId> tokens, KvCache& cache,
                         const std::stop_token& stop);
    Status write_logits(std::size_t first_row, std::size_t rows, float* logits);
    bool find_equal_rows();
    [[nodiscard]] Status embed(std::span<const TokenId> tokens);
};

Status Transformer::Impl::forward_chunk(std::span<const TokenId> tokens, KvCache& cache,
                                        const std::stop_token& stop) {
    const auto rows = tokens.size();
    if (auto status = cache.reserve(rows); !status) {
        return status;
    }
    pass.set_positions(cache.length(), rows);
    if (auto status = embed(tokens); !status) {
        return status;
    }
    pass.lap(Operator::embedding);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        pool->adapt();
        if (auto status = pass.run(i, layers[i], cache, rows); !status) {
            return status;
        }
    }
    if (stop.stop_requested()) { // loops may have been cut short
        return fail(ErrorCode::cancelled, "stopped");
    }
    cache.advance(rows);
    return {};
}

Status Transformer::Impl::write_logits(std::size_t first_row, std::size_t rows, float* logits) {
    pass.norm_rows(outer.norm, first_row, rows);
    pass.lap(Operator::norm);
    const auto status =
        outer.output.apply(pass.activations().normed, rows, logits, pass.scratch(), *pool);
    pass.lap(Operator::output);
    return status;
}

// Matrices of one shape and form share their kernels: one of them speaks for all.
bool Transformer::Impl::find_equal_rows() {
    std::vector<Linear*> linears{&outer.output};
    for (LayerWeights& layer : layers) {
        for (Linear* one :
             {&layer.qkv_proj, &layer.o_proj, &layer.gate_up_proj, &layer.down_proj}) {
            if (std::ranges::none_of(linears,
                                     [&](Linear* known) { return known->is_like(*one); })) {
                linears.push_back(one);
            }
        }
    }
    return max_rows >= kMaxVerifiedRows && std::ranges::all_of(linears, [&](Linear* linear) {
               return gives_equal_rows(*linear, pass.scratch(), *pool).value_or(false);
           });
}

Status Transformer::Impl::embed(std::span<const TokenId> tokens) {
    const Activations& act = pass.activations();
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

Transformer::Transformer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Transformer::~Transformer() = default;

Result<std::unique_ptr<Transformer>> Transformer::create(const ModelConfig& config,
                                                         WeightSource& weights, KvDtype kv,
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
        auto pass = LayerPass::create(config, max_rows, **pool);
        if (!pass) {
            return std::unexpected(pass.error());
        }
        auto impl = std::make_unique<Impl>(std::move(loaded->packed), weights, config, kv,
                                           *std::move(pool), max_rows, std::move(loaded->outer),
                                           std::move(loaded->layers), *std::move(pass));
        return std::unique_ptr<Transformer>(new Transformer(std::move(impl)));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::out_of_memory, "there is not enough memory for this model");
    }
}

const ModelConfig& Transformer::config() const {
    return impl_->config;
}

Status Transformer::use_positions_of(const ModelConfig& config) {
    try {
        ModelConfig changed = config;
        impl_->pass.use_positions_of(config);
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

bool Transformer::can_verify() {
    if (!impl_->has_equal_rows) {
        impl_->has_equal_rows = impl_->find_equal_rows();
    }
    return *impl_->has_equal_rows;
}

void Transformer::keep_times(OperatorTimes* times) {
    impl_->times = times;
    impl_->pass.keep_times(times);
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
