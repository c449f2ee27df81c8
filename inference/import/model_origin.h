#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "core/ports/published_model.h"
#include "inference/model/manifest.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto::inference {

/// Finds out where the file of an import comes from. The file is read once for its hash: before the
/// import when its size is that of a file in the catalogue, since the import then takes name and
/// licence from there; else after it, so that a damaged file is refused at once. Runs on: one
/// thread.
class OriginFinder {
public:
    /// `path`: what is imported; only a GGUF file has an origin. `catalog`: the file with the
    /// published models, or empty; it is read here, and one that is damaged recognizes nothing. All
    /// arguments outlive the object.
    OriginFinder(const std::filesystem::path& path, const std::filesystem::path& catalog,
                 const std::stop_token& stop, const ModelCatalog::ImportProgress& progress);

    /// Compares the file with the catalogue. Errors: io, cancelled.
    [[nodiscard]] Status recognize();

    /// The model of the catalogue that the file is; nothing before recognize(), or when it is none.
    [[nodiscard]] const std::optional<PublishedModel>& published() const { return published_; }

    /// Completes the manifest of the imported file: its origin, and the licence that the catalogue
    /// names. Errors: io, cancelled.
    [[nodiscard]] Status complete(Manifest& manifest);

private:
    [[nodiscard]] Status compute_hash();

    const std::filesystem::path& path_;
    const std::stop_token& stop_;
    const ModelCatalog::ImportProgress& progress_;
    bool is_gguf_;
    std::int64_t bytes_ = 0;
    std::string sha256_;                     ///< empty = not computed yet
    std::vector<PublishedModel> candidates_; ///< published files of this size
    std::optional<PublishedModel> published_;
};

} // namespace sotto::inference
