#pragma once

#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"

#include <string>

namespace sotto::app {

/// The name of a model for people, or a description of the built-in one.
[[nodiscard]] std::string describe(const ModelSummary& model);

/// Identifies the content of an imported model: a hash of its files' hashes. Errors: of reading
/// its manifest.
[[nodiscard]] Result<std::string> model_fingerprint(const ModelSummary& model);

/// The data type of keys and values for a data type of weights.
[[nodiscard]] KvDtype kv_dtype_for(WeightDtype weights);

} // namespace sotto::app
