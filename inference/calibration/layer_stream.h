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

/// Rows of tokens, each of which begins anew.
using TokenRows = std::vector<std::vector<TokenId>>;

/// Cuts a text into rows of `row_tokens`, each beginning with `bos` where there is one; at most
/// `max_rows`. A last row of fewer than eight tokens is left out.
[[nodiscard]] TokenRows cut_rows(std::span<const TokenId> tokens, std::optional<TokenId> bos,
                                 std::size_t row_tokens, std::size_t max_rows);

/// The residual stream of rows of tokens, all of them one after the other.
struct HiddenRows {
    std::vector<std::size_t> lengths; ///< tokens of each row
    std::size_t width = 0;            ///< hidden_size
    std::vector<float> values;        ///< [tokens, width]
};

/// A model's forward pass over rows of tokens, layer by layer: no more than one layer is in memory.
/// All in f32. Runs on: one thread and the pool's.
class LayerStream {
public:
    /// `config` and `pool` outlive it.
    LayerStream(const ModelConfig& config, ThreadPool& pool, std::stop_token stop)
        : config_(config), pool_(pool), stop_(std::move(stop)) {}

    /// What enters the first layer. Errors: of the source.
    [[nodiscard]] Result<HiddenRows> embed(WeightSource& weights, const TokenRows& rows) const;

    /// Takes the first `n_rows` rows through layer `index`, `observer` (may be empty) being told of
    /// what enters its linear layers. Shape of the result: as `states`, but for the rows. Errors:
    /// cancelled, out_of_memory.
    [[nodiscard]] Result<HiddenRows> run_layer(std::size_t index, LayerWeights& layer,
                                               const HiddenRows& states, std::size_t n_rows,
                                               const InputObserver& observer) const;

    /// What enters the output matrix: states that went through all layers, normed. Shape: [tokens,
    /// padded_width(hidden)], readable beyond its end as linear layers want it.
    [[nodiscard]] Result<std::vector<float>> output_inputs(WeightSource& weights,
                                                           const HiddenRows& states) const;

    /// Mean negative log-likelihood of every token after a row's first, in nats. Errors: of the
    /// source, cancelled, out_of_memory.
    [[nodiscard]] Result<double> loss(WeightSource& weights, const TokenRows& rows) const;

private:
    struct TokenScore;
    [[nodiscard]] Result<double> loss_of_states(WeightSource& weights, const HiddenRows& states,
                                                const TokenRows& rows) const;
    /// Some outputs of the vocabulary, from `first`.
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
