#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "core/ports/published_model.h"

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Parses the catalogue of published models (resources/catalog/models.json). Errors: corrupt_data.
[[nodiscard]] Result<std::vector<PublishedModel>> parse_published_models(std::string_view text);

/// Reads the catalogue. `file`: empty = it is not installed. Errors: not_found, corrupt_data, io.
[[nodiscard]] Result<std::vector<PublishedModel>>
read_published_models(const std::filesystem::path& file);

/// Whether a published model is among the imported ones: by the hash of its file, or, where one
/// side has no hash, by name and family.
[[nodiscard]] bool is_imported(const PublishedModel& model, std::span<const ModelDetails> imported);

} // namespace sotto::inference
