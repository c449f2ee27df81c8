#pragma once

#include "core/error.h"
#include "inference/attention/attention.h"
#include "inference/attention/rope.h"
#include "inference/model/model_config.h"
#include "inference/transformer/activations.h"
#include "inference/transformer/layer.h"
#include "inference/transformer/operator_profiler.h"
#include "inference/xnnpack/thread_pool.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

class KvCache;

/// The linear layers of a transformer layer.
enum class LinearRole { qkv_proj, o_proj, gate_up_proj, down_proj };

/// Called with the input of a linear layer. Shape of `input`: [tokens, stride]; valid during the
/// call only.
using InputObserver = std::function<void(LinearRole role, const float* input, std::size_t n_tokens,
                                         std::size_t stride)>;

/// Runs a chunk of tokens through one layer after another. Runs on: the inference thread and the
/// pool's.
class LayerPass {
public:
    /// `pool` outlives it. Errors: out_of_memory, unsupported. Throws std::bad_alloc.
    [[nodiscard]] static Result<LayerPass> create(const ModelConfig& config, std::size_t max_tokens,
                                                  ThreadPool& pool);

    /// The activations; a layer reads and updates `x`.
    [[nodiscard]] Activations& activations() { return act_; }
    [[nodiscard]] LinearScratch& scratch() { return quantized_; }

    /// Sets who observes the inputs of linear layers, before each is multiplied; empty = nobody.
    void observe(InputObserver observer) { observer_ = std::move(observer); }

    /// As Transformer::set_profiler.
    void set_profiler(OperatorProfiler* profiler) { profiler_ = profiler; }
    /// The time since the last lap was spent on `op`.
    void lap(Operator op) const {
        if (profiler_ != nullptr) {
            profiler_->lap(op);
        }
    }

    /// As Transformer::set_position_config. Throws std::bad_alloc, with nothing changed.
    void set_position_config(const ModelConfig& config);

    /// The chunk's tokens are at positions first_position … + n_tokens − 1.
    void set_positions(std::size_t first_position, std::size_t n_tokens);

    /// x = layer(x) for the tokens from `first_output` on; those before it, whose output nobody
    /// reads, keep their x. Stores the keys and values of all in `cache`, which has room for them.
    /// Errors: those of Linear::apply; corrupt_data (an activation is infinite, NaN or far too
    /// large).
    Status run(std::size_t index, LayerWeights& layer, KvCache& cache, std::size_t n_tokens,
               std::size_t first_output = 0);

    /// normed[i] = norm(x[first_token + i]).
    void norm_tokens(const std::vector<float>& weight, std::size_t first_token,
                     std::size_t n_tokens);

    /// Whether all activations since the last call were numbers that can be computed with. `place`:
    /// where they are, for the error. Errors: corrupt_data.
    [[nodiscard]] Status check_numbers(std::string_view place);

private:
    LayerPass(const ModelConfig& config, std::size_t max_tokens, ThreadPool& pool,
              LinearScratch quantized);

    Status store_keys_and_values(std::size_t index, LayerWeights& layer, KvCache& cache,
                                 std::size_t n_tokens);
    Status run_attention(std::size_t index, LayerWeights& layer, KvCache& cache,
                         std::size_t n_tokens, std::size_t first);
    Status run_feed_forward(std::size_t index, LayerWeights& layer, std::size_t n_tokens,
                            std::size_t first);
    [[nodiscard]] Status check_layer(std::size_t index);
    /// Notes whether some of these activations are not numbers that can be computed with.
    void note_numbers(const float* values, std::size_t n);
    void norm_rotate_and_scale(std::size_t index, const LayerWeights& weights, std::size_t token,
                               std::size_t position);
    void subtract_key_offset(const LayerWeights& layer, std::size_t token);
    void hadamard_queries_and_keys(std::size_t token);
    void store_token(std::size_t index, std::size_t token, KvCache& cache);
    void norm_and_rotate_head(const LayerConfig& layer, const Rope* rope,
                              const std::vector<float>& norm, std::size_t token, float* head) const;
    [[nodiscard]] float query_scale(const LayerConfig& layer, std::size_t position) const;
    void add_residual(const std::vector<float>& after_norm, std::size_t n_tokens,
                      std::size_t first);
    void notify(LinearRole role, const float* input, std::size_t n_tokens,
                std::size_t stride) const {
        if (observer_) {
            observer_(role, input, n_tokens, stride);
        }
    }

    template <class Task>
    void for_each_token(std::size_t n_tokens, Task&& task) {
        constexpr std::size_t kTokensPerTask = 8;
        pool_->parallel_for((n_tokens + kTokensPerTask - 1) / kTokensPerTask, [&](std::size_t i) {
            const auto end = std::min(n_tokens, (i + 1) * kTokensPerTask);
            for (std::size_t token = i * kTokensPerTask; token < end; ++token) {
                task(token);
            }
        });
    }

    ModelConfig config_;
    ThreadPool* pool_;
    std::size_t max_tokens_;
    LayerRopes ropes_;
    Activations act_;
    LinearScratch quantized_;
    Attention attention_;
    InputObserver observer_;
    OperatorProfiler* profiler_ = nullptr;
    bool has_no_number_ = false; ///< written by the threads of the pool
};

} // namespace sotto::inference
