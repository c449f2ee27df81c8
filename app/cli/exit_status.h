#pragma once

#include "core/error.h"

namespace sotto::app {

/// What the program returns to the shell. Part of its interface: see `sotto --help`.
enum class ExitStatus : int {
    done = 0,
    failed = 1,
    wrong_usage = 2,
    no_model = 3,
    refused = 4,
    interrupted = 130,
};

/// The exit status for an error. `no_model` is not among them, since only the caller knows that it
/// was looking for a model: see CommandContext::report_model.
[[nodiscard]] ExitStatus exit_status_of(const Error& error);

} // namespace sotto::app
