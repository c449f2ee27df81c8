#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Name of the file that makes a folder an imported model; it is written last.
inline constexpr std::string_view kManifestFileName = "manifest.json";

/// As on the command line and in manifests: int4, int8 and f32; "blocks" where a manifest has the
/// name of the mixture.
[[nodiscard]] std::string_view to_string(WeightDtype dtype);
/// The dtype of a name in a manifest: `blocks` for that of a mixture, such as q4_k_m; nothing for
/// what cannot be one.
[[nodiscard]] std::optional<WeightDtype> weight_dtype_from(std::string_view name);

/// An imported model without its weights.
struct Manifest {
    struct File {
        std::string name;
        std::int64_t bytes = 0;
        std::string sha256;
    };
    std::string name;
    std::string family;
    WeightDtype weights = WeightDtype::int4;
    std::string mixture = {}; ///< of weights in blocks, e.g. q4_k_m
    std::int64_t parameters = 0;
    std::int64_t context_tokens = 0;
    std::string source;              ///< where it was imported from
    std::string licence;             ///< name of the licence, or "unknown"
    std::int64_t imported_at_ns = 0; ///< since 1970; the newest model is the default
    /// Of the built-in model: names, sizes and times of the files it was made from.
    std::string built_in_stamp;
    std::optional<CalibrationReport> calibration =
        std::nullopt; ///< where the weights were calibrated
    std::vector<File> files;
    /// How the weights were converted, e.g. "int4 in blocks of 32 inputs, scales of least error".
    std::string recipe = {}; // NOLINT(readability-redundant-member-init)
    /// What the import measured or doubted, in sentences.
    std::vector<std::string> notes = {}; // NOLINT(readability-redundant-member-init)
    /// The file it was made from; empty for folders, and for models of older versions.
    ModelOrigin origin = {}; // NOLINT(readability-redundant-member-init)

    /// All files together.
    [[nodiscard]] std::int64_t bytes() const;
    /// The mixture, or the dtype's name.
    [[nodiscard]] std::string weights_name() const;
    [[nodiscard]] std::string to_json() const;
};

/// Reads a manifest. Errors: corrupt_data.
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view text);

/// The manifest of a model's folder. Errors: not_found (the import was interrupted), corrupt_data,
/// io.
[[nodiscard]] Result<Manifest> read_manifest(const std::filesystem::path& folder);

} // namespace sotto::inference
