#pragma once

#include "core/error.h"

#include <filesystem>
#include <optional>

namespace sotto::app {

/// Where the program keeps things (XDG base directories, or one folder for all with --data-dir).
struct Paths {
    std::filesystem::path data;    ///< library.db
    std::filesystem::path models;  ///< one folder a model
    std::filesystem::path cache;   ///< disposable
    std::filesystem::path starter; ///< the built-in model, read-only; empty when not installed
    std::filesystem::path samples; ///< the sample document; empty when not installed

    [[nodiscard]] std::filesystem::path library_file() const { return data / "library.db"; }
    /// Keys and values of texts that were read; disposable.
    [[nodiscard]] std::filesystem::path kv_file() const { return cache / "kv.db"; }
    /// Weights in the order in which this machine computes with them; disposable.
    [[nodiscard]] std::filesystem::path packed_weights() const { return cache / "packed"; }
};

/// The folders of this user, made (mode 0700) when missing. The starter model and the samples are
/// looked for below the program's own prefix (installed), then in the source tree it was built
/// from; $SOTTO_RESOURCES, when set, names the one folder to look in instead.
/// Errors: io (no home folder, not writable).
[[nodiscard]] Result<Paths> find_paths(const std::optional<std::filesystem::path>& data_dir);

} // namespace sotto::app
