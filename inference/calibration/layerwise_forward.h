#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"
#include "inference/transformer/layer_pass.h"

#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto::inference {

/// Token sequences, each starting at position 0.
using TokenSequences = std::vector<std::vector<TokenId>>;

/// Splits tokens into sequences of `sequence_tokens`, each beginning with `bos` if given; at most
/// `max_sequences`. A last sequence of fewer than eight tokens is dropped.
[[nodiscard]] TokenSequences split_into_sequences(std::span<const TokenId> tokens,
                                                  std::optional<TokenId> bos,
                                                  std::size_t sequence_tokens,
                                                  std::size_t max_sequences);

/// The residual stream of several sequences, concatenated.
struct HiddenStates {
    std::vector<std::size_t> lengths; ///< tokens of each sequence
    std::size_t width = 0;            ///< hidden_size
    std::vector<float> values;        ///< [tokens, width]
};

/// A model's f32 forward pass over sequences, layer by layer, with at most one layer in memory.
/// Runs on: one thread and the pool's.
class LayerwiseForward {
public:
    /// `config` and `pool` outlive it.
    LayerwiseForward(const ModelConfig& config, ThreadPool& pool, std::stop_token stop)
        : config_(config), pool_(pool), stop_(std::move(stop)) {}

    /// The input of the first layer. Errors: of the source.
    [[nodiscard]] Result<HiddenStates> embed(WeightSource& weights,
                                             const TokenSequences& sequences) const;

    /// Runs the first `n_sequences` sequences through layer `index`; `observer` (may be empty)
    /// receives the inputs of its linear layers. Shape of the result: as `states`, with fewer
    /// sequences. Errors: cancelled, out_of_memory.
    [[nodiscard]] Result<HiddenStates> run_layer(std::size_t index, LayerWeights& layer,
                                                 const HiddenStates& states,
                                                 std::size_t n_sequences,
                                                 const InputObserver& observer) const;

    /// The input of the output layer: the hidden states after all layers, normalized. Shape:
    /// [tokens, padded_width(hidden)], with the padding that linear layers need.
    [[nodiscard]] Result<std::vector<float>> output_inputs(WeightSource& weights,
                                                           const HiddenStates& states) const;

    /// Mean negative log-likelihood of every token after the first of a sequence. Unit: nats.
    /// Errors: of the source, cancelled, out_of_memory.
    [[nodiscard]] Result<double> loss(WeightSource& weights, const TokenSequences& sequences) const;

private:
    struct TokenScore;
    [[nodiscard]] Result<double> loss_of_states(WeightSource& weights, const HiddenStates& states,
                                                const TokenSequences& sequences) const;
    /// A slice of the output layer, from row `first`.
    [[nodiscard]] Result<Linear> load_outputs(WeightSource& weights, std::size_t first) const;
    [[nodiscard]] Status add_scores(Linear& linear, std::size_t first,
                                    std::span<const float> inputs,
                                    std::span<const std::optional<std::size_t>> next,
                                    std::span<TokenScore> scores) const;

    const ModelConfig& config_;
    ThreadPool& pool_;
    std::stop_token stop_;
};

} // namespace sotto::inference
