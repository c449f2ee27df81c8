#pragma once

#include "inference/model/model_config.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::inference {

/// A sentence about a file that differs from the published one of this family and vocabulary; it
/// tells damage (same size, or shorter) from a different version. Nothing when it is the published
/// file, or when none is known.
/// Source: models.md 3.1; the llama-models repository.
[[nodiscard]] std::optional<std::string> known_file_note(std::string_view name, std::uint64_t bytes,
                                                         std::string_view sha256,
                                                         const ModelConfig& config);

} // namespace sotto::inference
