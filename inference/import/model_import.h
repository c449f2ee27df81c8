#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "inference/model/manifest.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto::inference {

/// The result of an import.
struct ImportedFiles {
    Manifest manifest; ///< complete but for `name`, `imported_at_ns` and `built_in_stamp`
    std::vector<std::string> warnings;
    std::int64_t linked_files = 0; ///< hard links to the files of a bundle
};

/// Converts the Hugging Face folder or .gguf file of `request` into `target`, an empty folder:
/// weights, configuration, tokenizer, licence and model card, all durable and hashed; everything
/// but the manifest. `staging`: where a calibration keeps its finished parts for resuming; it may
/// exist, and the caller removes it once the model is imported. Errors: as ModelCatalog::import.
[[nodiscard]] Result<ImportedFiles>
import_model_files(const ImportRequest& request, const std::filesystem::path& target,
                   const std::filesystem::path& staging, const std::stop_token& stop,
                   const ModelCatalog::ImportProgress& progress);

} // namespace sotto::inference
