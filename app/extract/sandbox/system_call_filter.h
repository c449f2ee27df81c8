#pragma once

#include "app/extract/sandbox/landlock.h"
#include "core/error.h"

namespace sotto::extract {

/// Whether files may be opened for reading after the filter stands.
enum class Opening : std::uint8_t { reading, refused };

/// From here on only system calls that compute, and read or write what is open; any other ends the
/// process at once. Errors: internal.
[[nodiscard]] Result<Protection> put_up_system_call_filter(Opening opening);

/// The same for a process that becomes another program: that may load libraries, open files for
/// reading and ask about them; any other call fails. Errors: internal.
[[nodiscard]] Result<Protection> put_up_program_filter();

} // namespace sotto::extract
