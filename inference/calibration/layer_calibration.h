#pragma once

#include "core/error.h"
#include "inference/calibration/float_weights.h"
#include "inference/calibration/layer_stream.h"
#include "inference/calibration/staged_parts.h"
#include "inference/transformer/layer.h"

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto::inference {

/// What the calibration of one part of a model works with. What is named outlives it.
struct CalibrationTools {
    const ModelConfig& config;
    FloatWeights& weights; ///< as they are in the checkpoint
    FloatWeights& rounded; ///< as an import that rounds to nearest stores them
    ThreadPool& pool;
    std::stop_token stop;
    /// Whether a matrix is to be calibrated; others stay as `rounded` has them.
    std::function<bool(const std::string& name)> is_wanted;
    /// Told of work that is done, in the units of calibration_work.h.
    std::function<void(double work)> advance;
};

/// Quantizes the matrices of layer `index` for what the layers before it make of the calibration
/// text. `states` enters the layer. Errors: of the source, cancelled, out_of_memory, internal.
[[nodiscard]] Result<CalibratedPart> calibrate_layer(const CalibrationTools& tools,
                                                     std::size_t index, const HiddenRows& states);

/// The same for the output matrix, `states` having gone through all layers. Where the matrix is
/// the embedding too, it is quantized for both. Its one cost is that of the output.
[[nodiscard]] Result<CalibratedPart> calibrate_output(const CalibrationTools& tools,
                                                      const HiddenRows& states);

/// A layer's linear layers in the order of LinearRole.
[[nodiscard]] std::vector<LinearPlan> linears_of(const ModelConfig& config, std::size_t layer);

} // namespace sotto::inference
