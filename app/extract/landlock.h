#pragma once

#include "core/error.h"

#include <cstdint>
#include <span>

namespace sotto::extract {

/// Whether the kernel has a wall.
enum class Wall : std::uint8_t { standing, missing };

/// Takes from this process every right to files, TCP ports, signals and abstract sockets that
/// Landlock knows of, but for reading below `readable` (folders that do not exist are no rule).
/// The process must have given up new rights before. Errors: internal.
[[nodiscard]] Result<Wall> put_up_landlock(std::span<const char* const> readable);

} // namespace sotto::extract
