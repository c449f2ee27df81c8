#pragma once

#include "core/error.h"

namespace sotto::app {

/// What the program returns to the shell: a contract, see `sotto --help`.
enum class ExitStatus : int {
    done = 0,
    failed = 1,
    wrong_usage = 2,
    no_model = 3,
    refused = 4,
    interrupted = 130,
};

/// The status a failure ends the program with. A model that is not there is `no_model`, which only
/// the one who looked for it can know: see CommandContext::report_model.
[[nodiscard]] ExitStatus exit_status_of(const Error& error);

} // namespace sotto::app
