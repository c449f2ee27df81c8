#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "inference/import/model_import.h"
#include "inference/model/manifest.h"

#include <filesystem>
#include <stop_token>

// Bundles: the files of an imported model with its manifest, in a folder or in a .tar file as
// NAME/FILE, to move a model to another device.
namespace sotto::inference {

/// Whether import() should treat a path as a bundle: a folder with manifest.json, or a tar file.
[[nodiscard]] bool is_bundle(const std::filesystem::path& path);

/// Writes the files of the imported model in `folder` to `target`, a .tar file or else a new
/// folder, and verifies each hash. Of the model's source path only the last name is included.
/// Errors: as ModelCatalog::write_bundle.
[[nodiscard]] Status export_bundle(const std::filesystem::path& folder, Manifest manifest,
                                   const std::filesystem::path& target, const std::stop_token& stop,
                                   const ModelCatalog::ImportProgress& progress);

/// Copies or links the files of the bundle at the path of `request` into `target`, an empty folder.
/// Nothing is trusted: names, sizes and hashes are checked, symbolic links refused, configuration
/// and tokenizer parsed, and every tensor of the configuration looked up. Errors: as
/// ModelCatalog::import.
[[nodiscard]] Result<ImportedFiles> import_bundle(const ImportRequest& request,
                                                  const std::filesystem::path& target,
                                                  const std::stop_token& stop,
                                                  const ModelCatalog::ImportProgress& progress);

} // namespace sotto::inference
