#pragma once

#include "app/documents/extract_process.h"
#include "core/error.h"

#include <chrono>
#include <string>

namespace sotto::app {

/// Why a process that was to extract the text of `name` gave no valid answer, in one sentence with
/// that name. `limit`: the time it was given.
[[nodiscard]] Error extract_error(const ProcessResult& result, const std::string& name,
                                  std::chrono::milliseconds limit);

/// The error after a stop.
[[nodiscard]] Error extraction_cancelled();

} // namespace sotto::app
