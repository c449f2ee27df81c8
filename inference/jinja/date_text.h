#pragma once

#include "core/error.h"

#include <chrono>
#include <string>
#include <string_view>

namespace sotto::inference::jinja {

/// A time as strftime writes it in the C locale. Errors: unsupported (a conversion that is not
/// known).
[[nodiscard]] Result<std::string> date_text(std::string_view format,
                                            std::chrono::local_seconds time);

} // namespace sotto::inference::jinja
