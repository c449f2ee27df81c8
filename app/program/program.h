#pragma once

#include "app/cli/exit_status.h"

namespace sotto::app {

/// The whole program `sotto`, from its arguments to its exit status. No exception leaves it.
[[nodiscard]] ExitStatus run_program(int count, const char* const* arguments);

} // namespace sotto::app
