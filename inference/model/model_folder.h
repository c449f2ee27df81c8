#pragma once

#include "core/error.h"
#include "inference/model/manifest.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace sotto::inference {

/// Whether a model may have this name, which is also its folder's: letters, digits, '.', '_' and
/// '-', at most 64 of them, not beginning with a dot, and not like the folder of an import under
/// way.
[[nodiscard]] bool is_model_name(std::string_view name);

/// A model's name from the path it is imported from: its last part, without .gguf or .tar.
[[nodiscard]] std::string name_from_path(const std::filesystem::path& path);

/// A folder NAME.partial-XXXXXX in which an import collects its files. While this object lives, a
/// lock keeps other programs from removing it as a leftover. The destructor removes it unless it
/// was published.
class PartialFolder {
public:
    /// Errors: io, out_of_space.
    [[nodiscard]] static Result<PartialFolder> create(const std::filesystem::path& models,
                                                      std::string_view name);

    PartialFolder(PartialFolder&& other) noexcept
        : path_(std::exchange(other.path_, {})), lock_(std::exchange(other.lock_, -1)) {}
    PartialFolder& operator=(PartialFolder&& other) noexcept {
        std::swap(path_, other.path_);
        std::swap(lock_, other.lock_);
        return *this;
    }
    ~PartialFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// Gives the folder its final name, which must be free; durable on return.
    /// Errors: invalid_input (the name is taken), io.
    [[nodiscard]] Status publish(std::string_view name);

private:
    PartialFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

    std::filesystem::path path_;
    int lock_ = -1;
};

/// Renames a model's folder out of the way in one step, then deletes it. Symbolic links are
/// removed, not followed. Errors: io.
[[nodiscard]] Status delete_model_folder(const std::filesystem::path& models,
                                         std::string_view name);

/// Where the calibration of a model of this name keeps finished layers, from which another import
/// resumes.
[[nodiscard]] std::filesystem::path staging_folder(const std::filesystem::path& models,
                                                   std::string_view name);

/// Removes what interrupted imports and removals left, and calibrations that were not resumed
/// within a week. Best effort.
void clean_leftovers(const std::filesystem::path& models);

/// Names, sizes and times of the files in a folder: changes whenever one of them does.
[[nodiscard]] std::string folder_stamp(const std::filesystem::path& folder);

/// Compares a file of an imported model with its hash. `advanced` gets the number of bytes after
/// each part. Errors: corrupt_data (changed or missing), cancelled, io.
[[nodiscard]] Status verify_model_file(const std::filesystem::path& folder,
                                       const Manifest::File& file, const std::stop_token& stop,
                                       const std::function<void(std::size_t)>& advanced);

} // namespace sotto::inference
