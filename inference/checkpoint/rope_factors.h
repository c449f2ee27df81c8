#pragma once

#include "inference/formats/gguf_header.h"
#include "inference/model/model_config.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace sotto::inference {

/// The scaling of type "llama3" that divides the rotary frequencies theta^(−2i / head_dim) by these
/// factors; GGUF files hold the factors, as rope_freqs.weight, instead of the parameters. Nothing
/// when no such scaling gives all of them up to float rounding. The original number of positions
/// only divides the other two parameters and is taken as 8192.
/// Shape: `factors` [head_dim / 2]. Source: models.md 5.1; ModelConfig's Llama3RopeScaling.
[[nodiscard]] std::optional<Llama3RopeScaling> scaling_of_factors(std::span<const float> factors,
                                                                  float theta);

/// The factors in a GGUF file; empty where it has none. `file`: the one that metadata are read
/// from. Errors: corrupt_data (no short list of F32 numbers), io.
[[nodiscard]] Result<std::vector<float>> read_rope_factors(const GgufHeader& header,
                                                           const InputFile& file);

} // namespace sotto::inference
