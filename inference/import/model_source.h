#pragma once

#include "core/ports/model_setup.h"

#include <filesystem>
#include <span>

namespace sotto::inference {

/// Looks at a folder or file before it is imported: a GGUF file, a Hugging Face folder, a bundle,
/// or a folder around one of these. Files are recognized by content, those of the catalogue by
/// their size. `published`: the catalogue.
[[nodiscard]] ModelSource look_at_model_source(const std::filesystem::path& path,
                                               std::span<const PublishedModel> published);

} // namespace sotto::inference
