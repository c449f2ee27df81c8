#pragma once

#include "core/conversation.h"
#include "core/ids.h"
#include "core/ports/language_model.h"

#include <string>
#include <string_view>

namespace sotto::app {

// Values as JSON has them. They are part of the program's interface: none may change.

[[nodiscard]] std::string_view to_string(KvDtype dtype);
[[nodiscard]] std::string_view to_string(Role role);
[[nodiscard]] std::string_view to_string(MessageState state);
[[nodiscard]] std::string_view to_string(FinishReason reason);

/// A point in time, e.g. "2025-03-01T12:00:00Z".
[[nodiscard]] std::string to_iso8601(UnixMilliseconds time);

} // namespace sotto::app
