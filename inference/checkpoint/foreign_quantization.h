#pragma once

#include "core/error.h"

#include <span>
#include <string>
#include <string_view>

namespace sotto::inference {

/// Refuses a checkpoint that another program quantized, by the name of the method:
/// "quantization_config" or "quantization" in its config.json. What is not JSON is left to its
/// reader. Errors: unsupported.
[[nodiscard]] Status refuse_quantized_config(std::string_view config_json);

/// The same by the tensors, whose names such programs give away. `names`: all of the checkpoint.
[[nodiscard]] Status refuse_quantized_tensors(std::span<const std::string> names);

} // namespace sotto::inference
