#pragma once

#include "inference/checkpoint/checkpoint.h"
#include "inference/checkpoint/weight_conversion.h"

#include <span>
#include <string>

// Notes on the conversion of weights, for the user and the manifest.
namespace sotto::inference {

/// What is lost when quantized weights are quantized again; empty when nothing is worth saying.
[[nodiscard]] std::string requantization_note(const Checkpoint& source, WeightDtype dtype);

/// The part of the recipe about matrices that keep the int4 values they come with; empty when there
/// are none.
[[nodiscard]] std::string kept_grid(const Checkpoint& source,
                                    std::span<const TensorTreatment> treatments);

/// How the weights are converted without calibration, for the manifest.
[[nodiscard]] std::string recipe_of(const Checkpoint& source, WeightDtype dtype);

} // namespace sotto::inference
