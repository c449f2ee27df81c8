#pragma once

#include "core/error.h"
#include "inference/calibration/calibration_staging.h"
#include "inference/calibration/dequantized_weights.h"
#include "inference/calibration/layerwise_forward.h"
#include "inference/transformer/layer.h"

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto::inference {

/// Inputs of the calibration of a layer, which outlive it.
struct CalibrationContext {
    const ModelConfig& config;
    DequantizedWeights& weights; ///< of the checkpoint
    DequantizedWeights& rounded; ///< after round-to-nearest
    ThreadPool& pool;
    std::stop_token stop;
    /// Whether a matrix is calibrated; others stay as `rounded` has them.
    std::function<bool(const std::string& name)> should_calibrate;
    /// Called with finished work, in the unit of mac_count.h.
    std::function<void(double work)> advance;
};

/// Quantizes the matrices of layer `index`. `states`: the hidden states that enter the layer.
/// Errors: of the source, cancelled, out_of_memory, internal.
[[nodiscard]] Result<CalibratedPart> calibrate_layer(const CalibrationContext& context,
                                                     std::size_t index, const HiddenStates& states);

/// The same for the output layer, with the hidden states after all layers. A matrix tied to the
/// embedding is quantized for both uses. The only cost is that of the output.
[[nodiscard]] Result<CalibratedPart> calibrate_output(const CalibrationContext& context,
                                                      const HiddenStates& states);

/// The linear layers of a layer, in the order of LinearRole.
[[nodiscard]] std::vector<LinearPlan> linears_of(const ModelConfig& config, std::size_t layer);

} // namespace sotto::inference
