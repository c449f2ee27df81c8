#pragma once

#include "app/documents/extract_process.h"
#include "core/error.h"

#include <chrono>
#include <string>

namespace sotto::app {

/// Why a process that was to read `name` gave no sensible answer: in one sentence that names it.
/// `limit`: how long it might take.
[[nodiscard]] Error reading_error(const ProcessResult& result, const std::string& name,
                                  std::chrono::milliseconds limit);

/// That nobody wants the document any more.
[[nodiscard]] Error reading_cancelled();

} // namespace sotto::app
