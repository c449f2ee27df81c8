#pragma once

#include "core/error.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// In which form the weights of an imported model are stored and computed.
enum class WeightDtype { int4, int8, f32 };

/// An imported model as lists show it.
struct ModelSummary {
    std::string name;
    std::string family; ///< mobilellm-pro, llama, gemma3 or llama4-text
    WeightDtype weights = WeightDtype::int4;
    std::int64_t bytes = 0; ///< all files of the model
    std::int64_t parameters = 0;
    std::int64_t context_tokens = 0;
    bool is_default = false;
    bool is_built_in = false; ///< the starter model, which comes with the program
    std::string folder;       ///< absolute path
};

/// What calibration kept of a model: mean losses of a token of a text that was held back, in nats,
/// its weights computed in f32.
struct CalibrationReport {
    double loss_before = 0;         ///< of the checkpoint
    double loss_rounded = 0;        ///< had each weight been rounded to the nearest int4 value
    double loss_after = 0;          ///< as it was imported
    std::int64_t int8_matrices = 0; ///< that were found to need int8
};

/// What a person should know about a model besides the summary; `notes` tell of its import.
struct ModelDetails {
    ModelSummary summary;
    std::string config_json;             ///< its config.json, as imported
    std::string source;                  ///< where it was imported from
    std::string licence;                 ///< name of the licence, or "unknown"
    std::string card;                    ///< what its model card says, Markdown; may be empty
    std::string recipe = {};             // NOLINT(readability-redundant-member-init)
    std::vector<std::string> notes = {}; // NOLINT(readability-redundant-member-init)
    std::optional<CalibrationReport> calibration = std::nullopt; ///< where it was calibrated
};

/// What to import and how.
struct ImportRequest {
    std::string path; ///< a Hugging Face folder, a .gguf file, or a bundle: a folder or .tar
    std::string name; ///< empty = from the path
    WeightDtype weights = WeightDtype::int4;
    enum class Tokenizer { required, optional } tokenizer = Tokenizer::required;
    /// Whether int4 weights are fitted to a text. `automatic`: where they were not trained for
    /// int4, and it takes no more than twenty minutes.
    enum class Calibration { automatic, always, never } calibration = Calibration::automatic;
    /// Whether the files of a bundle become the model's as copies or, where that can be done, as
    /// hard links: then they are the same files, and what changes one changes the other.
    enum class BundleFiles { copied, linked } bundle_files = BundleFiles::copied;
};

struct ImportReport {
    ModelSummary model;
    double seconds = 0;
    std::vector<std::string> warnings;                           ///< plain sentences
    std::optional<CalibrationReport> calibration = std::nullopt; ///< where it was calibrated
    std::int64_t linked_files = 0; ///< that the model shares with a bundle
};

/// Port to the imported models: folders below one directory. Runs on: any one thread at a time.
class ModelCatalog {
public:
    virtual ~ModelCatalog() = default;

    /// All usable models, the built-in one last.
    virtual Result<std::vector<ModelSummary>> list() = 0;

    /// The model of this name; an empty name means the default: the one chosen with use(), else the
    /// one imported last, else the built-in one. Errors: not_found.
    virtual Result<ModelDetails> find(std::string_view name) = 0;

    /// Errors: not_found, invalid_input (damaged or contradictory files), unsupported,
    /// out_of_space, io, cancelled. An interrupted import leaves nothing visible and can be run
    /// again; what was calibrated is kept for that. Progress without a total is a sentence on what
    /// comes next.
    using ImportProgress = std::function<void(std::string_view what, std::int64_t done_bytes,
                                              std::int64_t total_bytes)>;
    virtual Result<ImportReport> import(const ImportRequest& request, const std::stop_token& stop,
                                        const ImportProgress& progress) = 0;

    /// Writes a model as a bundle for another device, which import() takes back: its files with
    /// their hashes, licence and all, in a new folder, or in one file when `path` ends in .tar.
    /// Errors: not_found, invalid_input (there is something at `path`), corrupt_data (the model is
    /// damaged), out_of_space, io, cancelled. Leaves nothing behind unless it succeeds.
    virtual Status write_bundle(std::string_view name, const std::string& path,
                                const std::stop_token& stop, const ImportProgress& progress) = 0;

    /// Compares every file with the hash written at import. Errors: not_found, corrupt_data.
    virtual Status verify(std::string_view name) = 0;

    virtual Status use(std::string_view name) = 0;

    /// Errors: not_found, unsupported (the built-in model stays).
    virtual Status remove(std::string_view name) = 0;
};

} // namespace sotto
