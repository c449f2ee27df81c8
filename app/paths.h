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
    std::filesystem::path samples; ///< the sample document
};

/// The folders of this user, made (mode 0700) when missing. The starter model is looked for beside
/// the source (a build tree), then below the program's own prefix (installed). Errors: io (no home
/// folder, not writable).
[[nodiscard]] Result<Paths> find_paths(const std::optional<std::filesystem::path>& data_dir);

} // namespace sotto::app
