#pragma once

#include "inference/checkpoint/checkpoint.h"
#include "inference/checkpoint/weight_conversion.h"

#include <span>
#include <string>

// What an import tells of the form that it gives to weights.
namespace sotto::inference {

/// What is lost when weights that are stored in blocks get this form; empty when nothing is worth
/// saying.
[[nodiscard]] std::string requantization_note(const Checkpoint& source, WeightDtype form);

/// What the recipe says of matrices that keep the int4 values they come with; empty when there are
/// none.
[[nodiscard]] std::string kept_grid(const Checkpoint& source,
                                    std::span<const TensorTreatment> treatments);

/// How the weights get their form without calibration, for the manifest.
[[nodiscard]] std::string recipe_of(const Checkpoint& source, WeightDtype form);

} // namespace sotto::inference
