#pragma once

#include "inference/model/config_object.h"
#include "inference/model/model_config.h"

namespace sotto::inference {

/// Notes in `json` the first setting that is not supported.
void refuse_unsupported(const ConfigObject& json);

/// Reads counts and widths. `config` has its family already. Problems are noted in `json`.
void read_sizes(const ConfigObject& json, ModelConfig& config);

/// Reads norms, activation, multipliers and whether the output is tied to the embedding. `config`
/// has its sizes already. Problems are noted in `json`.
void read_scales(const ConfigObject& json, ModelConfig& config);

} // namespace sotto::inference
