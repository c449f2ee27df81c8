#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace sotto::inference {

/// Where the packed weights of a model are cached on this machine.
struct PackedLocation {
    std::filesystem::path file; ///< empty = no cache: weights are packed in memory at each start
    std::string source;         ///< fingerprint of the weights
    std::string owner; ///< a path; when it no longer exists, the packed weights are garbage
};

/// Where a start got its packed weights from.
enum class PackedOrigin {
    memory,  ///< packed in memory, without a file
    written, ///< packed now, into a file for later starts
    found,   ///< mapped from the file of an earlier start
};

/// The location for an imported model in a folder of packed weights: NAME.packed, with
/// weights_fingerprint() as source. An empty location when the model has no weight file.
[[nodiscard]] PackedLocation packed_location(const std::filesystem::path& packed,
                                             const std::filesystem::path& model);

/// Identifies the weights of an imported model: the SHA-256 of the manifest, and size and
/// modification time of the weight file. Empty when there is no such file.
[[nodiscard]] std::string weights_fingerprint(const std::filesystem::path& model);

/// A location for weights that belong to no model and need not outlive the program.
[[nodiscard]] PackedLocation temporary_location(const std::filesystem::path& packed,
                                                std::string_view name);

/// Creates a folder of packed weights with a CACHEDIR.TAG, so that backup programs skip it. Returns
/// whether it exists.
[[nodiscard]] bool create_packed_folder(const std::filesystem::path& packed);

/// Removes leftovers of killed programs, and packed weights that are damaged or whose model is
/// gone. Best effort.
void clean_packed_folder(const std::filesystem::path& packed);

/// Removes the packed weights of a model. Programs that have them mapped keep the mapping.
void remove_packed_weights(const std::filesystem::path& packed, std::string_view model_name);

/// Verifies all of the packed weights of a model and removes them when they are damaged, so that
/// the next start writes new ones.
void verify_packed_weights(const std::filesystem::path& packed, std::string_view model_name);

} // namespace sotto::inference
