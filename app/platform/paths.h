#pragma once

#include "core/error.h"

#include <filesystem>
#include <optional>

namespace sotto::app {

/// The folders of the program (XDG base directories, or one folder for all with --data-dir).
struct Paths {
    std::filesystem::path data;    ///< library.db
    std::filesystem::path models;  ///< one folder per model
    std::filesystem::path cache;   ///< disposable
    std::filesystem::path starter; ///< the built-in model, read-only; empty when not installed
    std::filesystem::path samples; ///< the example document; empty when not installed
    std::filesystem::path published_models =
        {};                           ///< the catalogue, a file; empty when not installed
    std::filesystem::path state = {}; ///< what the program remembers of itself; empty = nothing

    [[nodiscard]] std::filesystem::path library_file() const { return data / "library.db"; }
    /// The KV cache on disk; disposable.
    [[nodiscard]] std::filesystem::path kv_file() const { return cache / "kv.db"; }
    /// Markers of loads that are under way.
    [[nodiscard]] std::filesystem::path loads() const {
        return state.empty() ? state : state / "loads";
    }
    /// Weights packed for the CPU of this machine; disposable.
    [[nodiscard]] std::filesystem::path packed_weights() const { return cache / "packed"; }
};

/// The folders of this user, created with mode 0700 if missing. The starter model, the example and
/// the catalogue of models are searched below the installation prefix of the program, then in its
/// source tree; $SOTTO_RESOURCES, if set, replaces all. Errors: io (no home folder, not writable).
[[nodiscard]] Result<Paths> find_paths(const std::optional<std::filesystem::path>& data_dir);

} // namespace sotto::app
