#pragma once

#include "core/error.h"
#include "inference/engine/linear.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// A layer's weights, packed. Norm vectors have 1 added where the family says so; an empty one
/// means that the family has no such norm.
struct LayerWeights {
    std::vector<float> attention_norm; ///< [hidden], before attention
    Linear qkv_proj;                   ///< rows: q, then k, then v
    std::vector<float> q_norm;         ///< [head_dim]
    std::vector<float> k_norm;         ///< [head_dim]
    Linear o_proj;
    std::vector<float> after_attention_norm; ///< [hidden]
    std::vector<float> feed_forward_norm;    ///< [hidden], before the feed-forward part
    Linear gate_up_proj;                     ///< rows: gate, then up
    Linear down_proj;
    std::vector<float> after_feed_forward_norm; ///< [hidden]

    /// Reads layer `index`. Errors: of the source and of Linear::create.
    [[nodiscard]] static Result<LayerWeights> load(const ModelConfig& config, std::size_t index,
                                                   WeightSource& weights);
};

/// What is not in a layer.
struct OuterWeights {
    EmbeddingTable embedding;
    std::vector<float> norm; ///< [hidden], before the output
    Linear output;           ///< hidden → vocabulary

    /// Errors: as LayerWeights::load.
    [[nodiscard]] static Result<OuterWeights> load(const ModelConfig& config,
                                                   WeightSource& weights);
};

} // namespace sotto::inference
