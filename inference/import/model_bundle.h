#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "inference/import/model_import.h"
#include "inference/model/manifest.h"

#include <filesystem>
#include <stop_token>

// Models on their way from device to device: the files of an imported model with its manifest, in
// a folder or in a .tar file, as NAME/FILE.
namespace sotto::inference {

/// Whether import() should take a path as a bundle: a folder with manifest.json, or a tar file.
[[nodiscard]] bool is_bundle(const std::filesystem::path& path);

/// Writes the files of the imported model in `folder` to `target`, a .tar file or else a new
/// folder, comparing each with its hash on the way. Of the place the model came from only the last
/// name goes along. Errors: as ModelCatalog::write_bundle.
[[nodiscard]] Status export_bundle(const std::filesystem::path& folder, Manifest manifest,
                                   const std::filesystem::path& target, const std::stop_token& stop,
                                   const ModelCatalog::ImportProgress& progress);

/// Copies the files of the bundle at the path of `request` into `target`, an empty folder, or links
/// them there. Nothing is taken on trust: names, sizes and hashes are checked, symbolic links
/// refused, the configuration and tokenizer read, and every tensor that the configuration calls for
/// looked up. Errors: as ModelCatalog::import.
[[nodiscard]] Result<ImportedFiles> import_bundle(const ImportRequest& request,
                                                  const std::filesystem::path& target,
                                                  const std::stop_token& stop,
                                                  const ModelCatalog::ImportProgress& progress);

} // namespace sotto::inference
