#pragma once

#include "app/extract/protocol/frames.h"
#include "core/error.h"

#include <cstddef>

namespace sotto::extract {

/// What a process that reads foreign files may take. The one who waits for it counts the time on
/// the clock; this is what its processor may spend.
inline constexpr std::size_t kMemoryLimit = std::size_t{1} << 30U; ///< Unit: bytes
inline constexpr unsigned kTimeLimit = 60;                         ///< Unit: seconds

/// Enters this process in for good: no descriptor but 0, 1 and 2; limits on memory, time, files and
/// core dumps; no new rights; of the files only Poppler's tables can still be read (Landlock); of
/// the system calls only those that compute, read and write open descriptors (seccomp), any other
/// ends the process. Where the kernel has no Landlock or no seccomp the rest still holds, and the
/// answer says what is missing. Call it while the process has one thread.
/// Errors: internal (a protection that this kernel has could not be put up).
[[nodiscard]] Result<MissingProtections> enter_sandbox();

/// What an installed program that is run on a foreign file may take.
inline constexpr std::size_t kProgramMemoryLimit = std::size_t{2} << 30U; ///< Unit: bytes
inline constexpr unsigned kProgramTimeLimit = 120;                        ///< Unit: seconds

/// Enters this process in before it becomes such a program: as above, but that it may read and run
/// what is installed under /usr, and read open descriptors, nothing else: it can write no file,
/// reach no network, and start no process or thread. System calls that are not allowed fail and do
/// not end it, since it is not known what it tries. Errors: as above.
[[nodiscard]] Result<MissingProtections> enter_program_sandbox();

} // namespace sotto::extract
