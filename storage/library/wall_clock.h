#pragma once

#include "core/ids.h"

#include <functional>

namespace sotto::storage {

/// Gives the time with which rows are stamped; tests pass their own.
using WallClock = std::function<UnixMilliseconds()>;

/// The system's clock.
[[nodiscard]] UnixMilliseconds wall_clock_now();

} // namespace sotto::storage
