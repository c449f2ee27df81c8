#pragma once

#include "inference/model/model_config.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::inference {

/// What to say about a file whose published size and hash are known for this family and vocabulary
/// and that is another one: one plain sentence that tells damage (same size, or shorter) from a
/// different version. Nothing when it is the published file, or when none is known.
/// Source: models.md 3.1; the llama-models repository.
[[nodiscard]] std::optional<std::string> known_file_note(std::string_view name, std::uint64_t bytes,
                                                         std::string_view sha256,
                                                         const ModelConfig& config);

} // namespace sotto::inference
