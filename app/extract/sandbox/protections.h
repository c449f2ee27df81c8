#pragma once

#include "core/error.h"

#include <cstdint>
#include <span>

namespace sotto::extract {

/// Whether a protection of the kernel was applied, or this kernel does not have it.
enum class Protection : std::uint8_t { applied, missing };

/// A path that stays accessible, and for what.
enum class PathAccess : std::uint8_t {
    read,
    execute, ///< and read
};
struct AllowedPath {
    const char* path; ///< a file, or a folder with everything below it
    PathAccess access;
};

/// Takes away all access to files, TCP ports, signals and abstract sockets that Landlock controls,
/// except to `paths`; those that do not exist are ignored. The process must have set
/// PR_SET_NO_NEW_PRIVS before. Errors: internal.
[[nodiscard]] Result<Protection> apply_landlock(std::span<const AllowedPath> paths);

/// Whether files may be opened for reading behind the seccomp filter.
enum class FileOpening : std::uint8_t { allowed, refused };

/// Allows only system calls that compute, and that read or write open descriptors. Any other ends
/// the process at once. Errors: internal.
[[nodiscard]] Result<Protection> apply_seccomp_filter(FileOpening opening);

/// The filter for a process that executes another program: it may also load libraries, open files
/// for reading and query them; any other call fails. Errors: internal.
[[nodiscard]] Result<Protection> apply_program_seccomp_filter();

} // namespace sotto::extract
