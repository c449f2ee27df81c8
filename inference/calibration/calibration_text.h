#pragma once

#include <string_view>

namespace sotto::inference {

/// Prose, dialogue, lists, numbers and some code, written for this project: the text that weights
/// are calibrated on. UTF-8.
[[nodiscard]] std::string_view calibration_text();

/// More of the same, only for measuring a calibrated model.
[[nodiscard]] std::string_view held_out_text();

} // namespace sotto::inference
