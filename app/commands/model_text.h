#pragma once

#include "core/ports/model_catalog.h"

#include <string>
#include <string_view>

namespace sotto::app {

/// What the licence of a model asks of its users; empty for licences we know nothing about.
[[nodiscard]] std::string_view licence_notice(std::string_view licence);

/// What calibration gained, as one or two sentences.
[[nodiscard]] std::string calibration_text(const CalibrationReport& report);

} // namespace sotto::app
