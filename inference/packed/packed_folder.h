#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace sotto::inference {

/// Where the packed weights of a model are kept on this machine.
struct PackedPlace {
    std::filesystem::path file; ///< empty = nowhere: weights are packed in memory at each start
    std::string source;         ///< what tells these weights from all others
    std::string owner;          ///< a path; when it is gone, nobody needs the packed weights
};

/// How a start came by packed weights.
enum class PackedOrigin {
    memory,  ///< there is no file: they are packed in memory
    written, ///< packed now, into a file for all later starts
    found,   ///< in the file of an earlier start
};

/// The place for an imported model in a folder of packed weights: NAME.packed. The source is the
/// SHA-256 of the manifest together with size and time of the weights' file. Nowhere when there is
/// no such file.
[[nodiscard]] PackedPlace packed_place(const std::filesystem::path& packed,
                                       const std::filesystem::path& model);

/// What tells the weights of an imported model from all others: the SHA-256 of the manifest, size
/// and time of the weights' file. Empty when there is no such file.
[[nodiscard]] std::string weights_fingerprint(const std::filesystem::path& model);

/// A place for weights that are no model's and need not outlive the program.
[[nodiscard]] PackedPlace passing_place(const std::filesystem::path& packed, std::string_view name);

/// Makes a folder of packed weights, marked so that programs which make backups leave it out.
/// Whether it is there.
[[nodiscard]] bool make_packed_folder(const std::filesystem::path& packed);

/// Removes what killed programs left, and packed weights that are damaged or whose model is gone.
/// Best effort.
void clean_packed_folder(const std::filesystem::path& packed);

/// Removes the packed weights of a model. Programs that use them keep what they have mapped.
void remove_packed_weights(const std::filesystem::path& packed, std::string_view model_name);

/// Reads all of the packed weights of a model and removes them when they are damaged, so that the
/// next start makes new ones.
void check_packed_weights(const std::filesystem::path& packed, std::string_view model_name);

} // namespace sotto::inference
