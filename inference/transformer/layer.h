#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/linear/linear.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <span>
#include <vector>

namespace sotto::inference {

/// The linear layers of one transformer layer, in packing order.
struct LayerPlans {
    LinearPlan qkv_proj; ///< output rows: q, then k, then v
    LinearPlan o_proj;
    LinearPlan gate_up_proj; ///< output rows: gate, then up
    LinearPlan down_proj;
};
inline constexpr std::size_t kLinearsPerLayer = 4;
[[nodiscard]] LayerPlans plan_layer(const ModelConfig& config, std::size_t index);

/// The output matrix, hidden → vocabulary; the embedding matrix if the two are tied.
[[nodiscard]] LinearPlan plan_output(const ModelConfig& config);

/// All linear layers of a model: layer by layer, then the output matrix.
[[nodiscard]] std::vector<LinearPlan> plan_model(const ModelConfig& config);

/// Packed weights of a layer. Norms have 1 added where the family requires it; an empty vector
/// means that the family has no such norm.
struct LayerWeights {
    std::vector<float> attention_norm; ///< [hidden] before attention
    Linear qkv_proj;                   ///< output rows: q, then k, then v
    std::vector<float> qkv_bias;       ///< [output rows of qkv_proj]; empty = none
    /// [KV heads, head_dim]; subtracted from keys before they become int8. Empty = none.
    std::vector<float> key_offset;
    std::vector<float> q_norm; ///< [head_dim]
    std::vector<float> k_norm; ///< [head_dim]
    Linear o_proj;
    std::vector<float> after_attention_norm; ///< [hidden]
    std::vector<float> feed_forward_norm;    ///< [hidden] before the feed-forward network
    Linear gate_up_proj;                     ///< output rows: gate, then up
    Linear down_proj;
    std::vector<float> after_feed_forward_norm; ///< [hidden]

    /// Loads layer `index`. Errors: those of the source and of LinearLoader::load.
    [[nodiscard]] static Result<LayerWeights> load(const ModelConfig& config, std::size_t index,
                                                   LinearLoader& loader);
};

/// The weights after the last layer. The embedding is not kept in memory: its rows are read when
/// they are needed, since a tied output matrix is already there in packed form.
struct OutputHead {
    std::vector<float> norm; ///< [hidden] before the output matrix
    Linear output;           ///< hidden → vocabulary

    /// Errors: as LayerWeights::load.
    [[nodiscard]] static Result<OutputHead> load(const ModelConfig& config, LinearLoader& loader);
};

/// The norm before the output matrix, divided by the model's logits scaling. Shape: [hidden].
/// Errors: those of the source.
[[nodiscard]] Result<std::vector<float>> load_output_norm(const ModelConfig& config,
                                                          WeightSource& weights);

/// Writes the embedding of `token`, which must be in the vocabulary. Shape of `row`: [hidden].
/// Errors: those of the source.
[[nodiscard]] Status read_embedding(const ModelConfig& config, WeightSource& weights, TokenId token,
                                    std::span<float> row);

} // namespace sotto::inference
