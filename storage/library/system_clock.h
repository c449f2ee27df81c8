#pragma once

#include "core/ids.h"

#include <functional>

namespace sotto::storage {

/// The time of day that rows are stamped with; tests pass their own.
using WallClock = std::function<UnixMilliseconds()>;

/// The computer's clock.
[[nodiscard]] UnixMilliseconds system_time();

} // namespace sotto::storage
