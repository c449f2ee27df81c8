#pragma once

#include <string_view>

namespace sotto::inference {

/// Prose, talk, lists, numbers and a little code, written for this purpose: on what a model's
/// weights are calibrated. UTF-8.
[[nodiscard]] std::string_view calibration_text();

/// More of the same, on which a calibrated model is measured and never calibrated.
[[nodiscard]] std::string_view held_back_text();

} // namespace sotto::inference
