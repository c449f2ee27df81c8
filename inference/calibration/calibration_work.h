#pragma once

#include "inference/model/model_config.h"
#include "inference/transformer/layer.h"

#include <cstddef>

// How much there is to compute, for saying how long it takes. Unit: multiplications and additions.
namespace sotto::inference {

/// One pass of so many tokens through a layer.
[[nodiscard]] double layer_pass_work(const ModelConfig& config, std::size_t tokens);

/// Finding the weights of one linear layer.
[[nodiscard]] double quantization_work(const LinearPlan& plan, std::size_t tokens);

/// Rows of the text on which is measured what each linear layer costs.
inline constexpr std::size_t kCostRows = 4;

/// That measurement for the linear layers of a layer, on so many tokens.
[[nodiscard]] double layer_cost_work(const ModelConfig& config, std::size_t tokens);

/// Finding the weights of a layer, one pass included.
[[nodiscard]] double layer_calibration_work(const ModelConfig& config, std::size_t tokens);

/// The same for the output matrix.
[[nodiscard]] double output_calibration_work(const ModelConfig& config, std::size_t tokens);

/// The loss of a whole model on so many tokens.
[[nodiscard]] double loss_work(const ModelConfig& config, std::size_t tokens);

} // namespace sotto::inference
