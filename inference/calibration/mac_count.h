#pragma once

#include "inference/model/model_config.h"
#include "inference/transformer/layer.h"

#include <cstddef>

// Estimates of the computation, for progress and duration. Unit: multiply-accumulate operations.
namespace sotto::inference {

/// One forward pass of `tokens` tokens through a layer.
[[nodiscard]] double layer_pass_macs(const ModelConfig& config, std::size_t tokens);

/// GPTQ of one linear layer.
[[nodiscard]] double quantization_macs(const LinearPlan& plan, std::size_t tokens);

/// Sequences on which the error of each linear layer is measured.
inline constexpr std::size_t kCostSequences = 4;

/// That measurement for all linear layers of a layer, on `tokens` tokens.
[[nodiscard]] double layer_cost_macs(const ModelConfig& config, std::size_t tokens);

/// GPTQ of a layer, one pass included.
[[nodiscard]] double layer_calibration_macs(const ModelConfig& config, std::size_t tokens);

/// The same for the output layer.
[[nodiscard]] double output_calibration_macs(const ModelConfig& config, std::size_t tokens);

/// The loss of the whole model on `tokens` tokens.
[[nodiscard]] double loss_macs(const ModelConfig& config, std::size_t tokens);

} // namespace sotto::inference
