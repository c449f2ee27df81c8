#pragma once

#include "core/ports/model_setup.h"

#include <vector>

namespace sotto::app {

/// Whether contexts of 8K, 32K and 128K tokens fit `available` bytes of memory. Errors: of reading
/// the model's configuration.
[[nodiscard]] Result<std::vector<ContextVerdict>> context_verdicts(const ModelSummary& model,
                                                                   std::int64_t available);

} // namespace sotto::app
