#pragma once

#include "app/cli/command.h"

namespace sotto::app {

/// `models catalog`.
void add_model_catalog(CLI::App& group, Command& command);

} // namespace sotto::app
