#pragma once

#include "core/error.h"

#include <string_view>

namespace sotto {

/// The code for a system call that failed with `error_number` (errno): out_of_space when the disk
/// is full (ENOSPC), the user's quota is used up (EDQUOT) or a file would grow beyond the limit of
/// its process or file system (EFBIG); io otherwise.
[[nodiscard]] ErrorCode code_of_errno(int error_number);

/// An error with that code and the detail "WHAT (No space left on device)".
[[nodiscard]] Error system_error(std::string_view what, int error_number);

} // namespace sotto
