#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"
#include "inference/linear/packed_weights.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"
#include "inference/transformer/layer.h"
#include "inference/transformer/load_options.h"

#include <vector>

namespace sotto::inference {

/// All weights of a model's forward pass.
struct ModelWeights {
    PackedWeights packed; ///< outlives the linear layers, which read it
    std::vector<LayerWeights> layers;
    OutputHead head;

    /// Maps or packs the weights after checking that there is memory for them and for the first
    /// tokens. Errors: those of the source; cancelled, corrupt_data, unsupported, out_of_memory.
    [[nodiscard]] static Result<ModelWeights> load(const ModelConfig& config, WeightSource& weights,
                                                   KvDtype kv, const LoadOptions& options);
};

/// Bytes of the packed weights: exact where they are in blocks, else estimated. Errors: those of
/// the source.
[[nodiscard]] Result<std::int64_t> packed_weights_bytes(const ModelConfig& config,
                                                        WeightSource& weights);

/// The dtype of the weights inside the layers; the embedding may have another one. Errors: those of
/// the source.
[[nodiscard]] Result<WeightDtype> layer_dtype(const ModelConfig& config, WeightSource& weights);

} // namespace sotto::inference
