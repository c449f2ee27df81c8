#pragma once

#include "app/extract/answer_frames.h"
#include "core/error.h"

#include <cstddef>

namespace sotto::extract {

/// What a process that reads foreign files may take. The one who waits for it counts the time on
/// the clock; this is what its processor may spend.
inline constexpr std::size_t kMemoryLimit = std::size_t{1} << 30U; ///< Unit: bytes
inline constexpr unsigned kTimeLimit = 60;                         ///< Unit: seconds

/// Shuts this process in for good: no descriptor but 0, 1 and 2; limits on memory, time, files and
/// core dumps; no new rights; of the files only Poppler's tables can still be read (Landlock); of
/// the system calls only those that compute, read and write open descriptors (seccomp), any other
/// ends the process. Where the kernel has no Landlock or no seccomp the rest still holds, and the
/// answer says what is missing. Call it while the process has one thread.
/// Errors: internal (a wall that this kernel has could not be put up).
[[nodiscard]] Result<MissingWalls> enter_sandbox();

} // namespace sotto::extract
