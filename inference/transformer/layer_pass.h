#pragma once

#include "core/error.h"
#include "inference/attention/attention.h"
#include "inference/attention/rope.h"
#include "inference/model/model_config.h"
#include "inference/transformer/activations.h"
#include "inference/transformer/layer.h"
#include "inference/transformer/operator_times.h"
#include "inference/xnnpack/xnn.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace sotto::inference {

class KvCache;

/// The linear layers inside a layer of the model.
enum class LinearRole { qkv_proj, o_proj, gate_up_proj, down_proj };

/// Is told what enters a linear layer. Shape of `input`: [rows, stride]; it is gone afterwards.
using InputObserver =
    std::function<void(LinearRole role, const float* input, std::size_t rows, std::size_t stride)>;

/// Takes the activations of a chunk of tokens through one layer after the other. Runs on: the
/// inference thread and the pool's.
class LayerPass {
public:
    /// `pool` outlives it. Errors: out_of_memory, unsupported; std::bad_alloc comes through.
    [[nodiscard]] static Result<LayerPass> create(const ModelConfig& config, std::size_t max_rows,
                                                  ThreadPool& pool);

    /// The activations; `x` is what a layer reads and changes.
    [[nodiscard]] Activations& activations() { return act_; }
    [[nodiscard]] LinearScratch& scratch() { return quantized_; }

    /// Who is told of the inputs of linear layers, before each is multiplied; empty = nobody.
    void observe(InputObserver observer) { observer_ = std::move(observer); }

    /// As Transformer::keep_times.
    void keep_times(OperatorTimes* times) { times_ = times; }
    /// What was done since the lap before was `op`.
    void lap(Operator op) const {
        if (times_ != nullptr) {
            times_->lap(op);
        }
    }

    /// As Transformer::use_positions_of; std::bad_alloc comes through and changes nothing.
    void use_positions_of(const ModelConfig& config);

    /// The tokens of the chunk are at first_position … + rows − 1.
    void set_positions(std::size_t first_position, std::size_t rows);

    /// x = layer(x); its keys and values go into `cache`, which has room for them. Errors: of
    /// Linear::apply.
    Status run(std::size_t index, LayerWeights& layer, KvCache& cache, std::size_t rows);

    /// normed[i] = norm(x[first_row + i]).
    void norm_rows(const std::vector<float>& weight, std::size_t first_row, std::size_t rows);

private:
    LayerPass(const ModelConfig& config, std::size_t max_rows, ThreadPool& pool,
              LinearScratch quantized);

    Status run_attention(std::size_t index, LayerWeights& layer, KvCache& cache, std::size_t rows);
    Status run_feed_forward(LayerWeights& layer, std::size_t rows);
    void place_in_cache(std::size_t index, const LayerWeights& weights, std::size_t row,
                        KvCache& cache);
    void finish_head(const LayerConfig& layer, const Rope* rope, const std::vector<float>& norm,
                     std::size_t row, float* head) const;
    [[nodiscard]] float query_scale(const LayerConfig& layer, std::size_t position) const;
    void add_rows(const std::vector<float>& after_norm, std::size_t rows);
    void tell(LinearRole role, const float* input, std::size_t rows, std::size_t stride) const {
        if (observer_) {
            observer_(role, input, rows, stride);
        }
    }

    template <class Task>
    void for_each_row(std::size_t rows, Task&& task) {
        constexpr std::size_t kRowsPerTask = 8;
        pool_->parallel_for((rows + kRowsPerTask - 1) / kRowsPerTask, [&](std::size_t i) {
            const auto end = std::min(rows, (i + 1) * kRowsPerTask);
            for (std::size_t row = i * kRowsPerTask; row < end; ++row) {
                task(row);
            }
        });
    }

    ModelConfig config_;
    ThreadPool* pool_;
    std::size_t max_rows_;
    LayerRopes ropes_;
    Activations act_;
    LinearScratch quantized_;
    Attention attention_;
    InputObserver observer_;
    OperatorTimes* times_ = nullptr;
};

} // namespace sotto::inference
