#pragma once

#include "core/error.h"

#include <cstdint>
#include <span>

namespace sotto::extract {

/// Whether the kernel has a protection.
enum class Protection : std::uint8_t { standing, missing };

/// What for a place in the file system stays open.
enum class PlaceUse : std::uint8_t {
    reading,
    programs, ///< reading, and running what lies there
};
struct OpenPlace {
    const char* path; ///< a file, or a folder with all below it
    PlaceUse use;
};

/// Takes from this process every right to files, TCP ports, signals and abstract sockets that
/// Landlock knows of, but for `places` (those that do not exist are no rule).
/// The process must have given up new rights before. Errors: internal.
[[nodiscard]] Result<Protection> apply_landlock(std::span<const OpenPlace> places);

} // namespace sotto::extract
