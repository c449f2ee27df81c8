#pragma once

#include "core/error.h"

namespace sotto::storage {

/// The error for a result code of SQLite. Does not use SQLite's message for the connection, which
/// may quote stored text. `error_number`: errno of the failed system call, or 0.
[[nodiscard]] Error sqlite_error(int code, int error_number);

} // namespace sotto::storage
