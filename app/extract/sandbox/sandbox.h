#pragma once

#include "app/extract/protocol/frames.h"
#include "core/error.h"

#include <cstddef>

namespace sotto::extract {

/// Limits of a process that parses foreign files. The time is processor time; the client limits the
/// wall-clock time.
inline constexpr std::size_t kMemoryLimit = std::size_t{1} << 30U; ///< Unit: bytes
inline constexpr unsigned kTimeLimit = 60;                         ///< Unit: seconds

/// Puts this process into a sandbox for the rest of its life: no descriptor but 0, 1 and 2; limits
/// on memory, time, files and core dumps; no longer than the process that started it
/// (kParentVariable); no new privileges; Landlock allows only reading Poppler's
/// tables; seccomp allows only system calls that compute, and that read and write open descriptors;
/// any other ends the process. Without Landlock or seccomp in the kernel the rest still applies,
/// and the result says what is missing. Call it while the process has one thread. Errors: internal
/// (a protection that this kernel has could not be applied).
[[nodiscard]] Result<MissingProtections> enter_sandbox();

/// Limits of an installed program that parses a foreign file.
inline constexpr std::size_t kProgramMemoryLimit = std::size_t{2} << 30U; ///< Unit: bytes
inline constexpr unsigned kProgramTimeLimit = 120;                        ///< Unit: seconds

/// Puts this process into a sandbox before it executes such a program: as above, but it may read
/// and execute what is installed under /usr. It cannot write files, use the network, or start
/// processes or threads. Forbidden system calls fail and do not end the process, since we do not
/// know what the program tries. Errors: as above.
[[nodiscard]] Result<MissingProtections> enter_program_sandbox();

} // namespace sotto::extract
