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

/// All that a model's forward pass multiplies with.
struct ModelWeights {
    PackedWeights packed; ///< the linear layers read it to the end
    std::vector<LayerWeights> layers;
    OutputHead head;

    /// Maps or packs the weights, once it is clear that there is memory for them and for the first
    /// tokens. Errors: of the source; cancelled, corrupt_data, unsupported, out_of_memory.
    [[nodiscard]] static Result<ModelWeights> load(const ModelConfig& config, WeightSource& weights,
                                                   KvDtype kv, const LoadOptions& options);
};

/// The dtype of a model's weights inside the layers; the embedding may be of another one.
/// Errors: of the source.
[[nodiscard]] Result<WeightDtype> layer_dtype(const ModelConfig& config, WeightSource& weights);

} // namespace sotto::inference
