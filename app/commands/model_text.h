#pragma once

#include "core/ports/model_catalog.h"

#include <string>
#include <string_view>

namespace sotto::app {

/// The licence and what it asks of its users: "Apache-2.0", "Gemma Terms of Use. Google …", or
/// "not stated".
[[nodiscard]] std::string licence_text(std::string_view licence);

/// Where a model came from, as lines of the details: the file and its SHA-256, and what the
/// catalogue says of it.
[[nodiscard]] std::string origin_text(const ModelDetails& details);

/// What calibration gained, as one or two sentences.
[[nodiscard]] std::string calibration_text(const CalibrationReport& report);

} // namespace sotto::app
