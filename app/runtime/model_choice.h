#pragma once

#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"
#include "core/ports/profile.h"

#include <string>

namespace sotto::app {

/// `profile` with the sampling that a model's makers recommend (its generation_config.json), where
/// they do. Errors: of reading the model's configuration.
[[nodiscard]] Result<Profile> recommended_profile(const ModelSummary& model, Profile profile);

/// A model's name as people should read it; says so when it is the tiny one that comes with the
/// program.
[[nodiscard]] std::string describe(const ModelSummary& model);

/// What tells an imported model from all others: a hash of its files' hashes. Errors: of reading
/// its manifest.
[[nodiscard]] Result<std::string> model_fingerprint(const ModelSummary& model);

/// The form of keys and values that goes with a form of weights.
[[nodiscard]] KvDtype kv_dtype_for(WeightDtype weights);

} // namespace sotto::app
