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

/// The dtype in which the weights of an imported model are stored and computed; `blocks`: in the
/// block formats of the GGUF file that they came from.
enum class WeightDtype { int4, int8, f32, blocks };

/// The sampling that a model's authors recommend; an absent value leaves the profile's.
struct RecommendedSampling {
    std::optional<float> temperature = std::nullopt;
    std::optional<std::int32_t> top_k = std::nullopt;
    std::optional<float> top_p = std::nullopt;
    friend bool operator==(const RecommendedSampling&, const RecommendedSampling&) = default;
};

/// An imported model as lists show it.
struct ModelSummary {
    std::string name;
    std::string family; ///< e.g. mobilellm-pro, llama, gemma3 or qwen2
    WeightDtype weights = WeightDtype::int4;
    std::string weights_name = {}; ///< e.g. int4, or q4_k_m where they are in blocks
    std::int64_t bytes = 0;        ///< all files of the model
    std::int64_t parameters = 0;
    std::int64_t context_tokens = 0;
    bool is_default = false;
    bool is_built_in = false;          ///< the starter model, part of the program
    std::string folder;                ///< absolute path
    RecommendedSampling sampling = {}; // NOLINT(readability-redundant-member-init)
};

/// The result of a calibration: mean losses per token on a held-out text, in nats, with the weights
/// computed in f32.
struct CalibrationReport {
    double loss_before = 0;         ///< with the weights of the checkpoint
    double loss_rounded = 0;        ///< with each weight rounded to the nearest int4 value
    double loss_after = 0;          ///< with the weights as imported
    std::int64_t int8_matrices = 0; ///< kept in int8, since int4 would cost too much
};

/// The file that a model was imported from. Texts are empty where nothing is known.
struct ModelOrigin {
    std::string file;   ///< its name, without folders
    std::string sha256; ///< of its content
    // From the catalogue of published models, when the file is in it:
    std::string title;
    std::string publisher;
    std::string page;
    friend bool operator==(const ModelOrigin&, const ModelOrigin&) = default;
};

/// The details of a model; `notes` are remarks on its import.
struct ModelDetails {
    ModelSummary summary;
    std::string config_json;             ///< its config.json, as imported
    std::string source;                  ///< the path or URL it was imported from
    std::string licence;                 ///< name of the licence, or "unknown"
    std::string card;                    ///< its model card, Markdown; may be empty
    std::string recipe = {};             // NOLINT(readability-redundant-member-init)
    std::vector<std::string> notes = {}; // NOLINT(readability-redundant-member-init)
    std::optional<CalibrationReport> calibration = std::nullopt; ///< where it was calibrated
    ModelOrigin origin = {}; // NOLINT(readability-redundant-member-init)
};

/// What to import, and how.
struct ImportRequest {
    std::string path; ///< a Hugging Face folder, a .gguf file, or a bundle: a folder or .tar
    std::string name; ///< empty = from the catalogue of published models, or from the path
    /// Nothing = the blocks of a GGUF file that has them, else int4.
    std::optional<WeightDtype> weights = std::nullopt;
    enum class Tokenizer { required, optional } tokenizer = Tokenizer::required;
    /// Whether int4 weights are calibrated on a text. `automatic`: when they were not trained for
    /// int4, and calibration takes at most twenty minutes.
    enum class Calibration { automatic, always, never } calibration = Calibration::automatic;
    /// Whether the files of a bundle are copied or, where possible, hard-linked. Linked files are
    /// shared: a change of one is a change of the other.
    enum class BundleFiles { copied, linked } bundle_files = BundleFiles::copied;
};

struct ImportReport {
    ModelSummary model;
    double seconds = 0;
    std::vector<std::string> warnings;                           ///< full sentences
    std::optional<CalibrationReport> calibration = std::nullopt; ///< where it was calibrated
    std::int64_t linked_files = 0;                               ///< shared with the bundle
};

/// Port to the imported models: folders in one directory. Runs on: one thread at a time.
class ModelCatalog {
public:
    virtual ~ModelCatalog() = default;

    /// All usable models, the built-in one last.
    virtual Result<std::vector<ModelSummary>> list() = 0;

    /// The model of this name. An empty name is the default: the model chosen with use(), else the
    /// one imported last, else the built-in one. Errors: not_found.
    virtual Result<ModelDetails> find(std::string_view name) = 0;

    /// Errors: not_found, invalid_input (damaged or contradictory files), unsupported,
    /// out_of_space, io, cancelled. An interrupted import leaves no model and can be repeated; its
    /// calibration continues then. Progress without a total announces the next step.
    using ImportProgress = std::function<void(std::string_view what, std::int64_t done_bytes,
                                              std::int64_t total_bytes)>;
    virtual Result<ImportReport> import(const ImportRequest& request, const std::stop_token& stop,
                                        const ImportProgress& progress) = 0;

    /// Writes a model as a bundle that import() accepts on another device: its files with their
    /// hashes and licence, in a new folder, or in one file when `path` ends in .tar. Errors:
    /// not_found, invalid_input (`path` exists), corrupt_data (the model is damaged), out_of_space,
    /// io, cancelled. Leaves nothing behind when it fails.
    virtual Status write_bundle(std::string_view name, const std::string& path,
                                const std::stop_token& stop, const ImportProgress& progress) = 0;

    /// Compares each file with its hash from the import. Errors: not_found, corrupt_data,
    /// cancelled.
    virtual Status verify(std::string_view name, const std::stop_token& stop,
                          const ImportProgress& progress) = 0;
    /// The same, to the end.
    Status verify_all(std::string_view name) {
        return verify(name, {}, [](std::string_view, std::int64_t, std::int64_t) {});
    }

    /// Makes a model the default. Errors: not_found.
    virtual Status use(std::string_view name) = 0;

    /// Errors: not_found, unsupported (the built-in model).
    virtual Status remove(std::string_view name) = 0;
};

} // namespace sotto
