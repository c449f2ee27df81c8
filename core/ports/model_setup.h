#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "core/ports/published_model.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// What a machine has. Unit: bytes. Unknown values are 0 or empty.
struct MachineFacts {
    std::string processor;
    std::int64_t cores = 0;
    std::int64_t threads = 0; ///< that the engine uses unless told otherwise
    std::vector<std::string> instruction_sets;
    std::int64_t memory_total = 0;
    std::int64_t memory_available = 0;
    std::int64_t disk_free = 0; ///< where the models are
    std::string data_folder;
};

/// Whether a context of some length fits the memory of this machine.
struct ContextVerdict {
    enum class Fit { comfortable, tight, too_large, beyond_model };
    std::int64_t context_tokens = 0;
    std::int64_t needed_bytes = 0;
    std::int64_t missing_bytes = 0; ///< memory that is not available
    Fit fit = Fit::comfortable;
    friend bool operator==(const ContextVerdict&, const ContextVerdict&) = default;
};

/// What lies at a path that a user gave for an import, recognized by content.
struct ModelSource {
    enum class Kind { nothing, folder, gguf, bundle };
    Kind kind = Kind::nothing;
    std::string path;  ///< for ImportRequest: of a folder around one GGUF file, that file's
    std::string title; ///< from the catalogue, when a file's size is there; else a file name
    std::int64_t bytes = 0;
    std::vector<std::string> present; ///< names of files
    std::vector<std::string> missing; ///< the same; empty = it can be imported
    friend bool operator==(const ModelSource&, const ModelSource&) = default;
};

/// Speeds of a model on this machine. Unit: tokens a second.
struct ModelSpeed {
    double prefill = 0;
    double decode = 0;
    friend bool operator==(const ModelSpeed&, const ModelSpeed&) = default;
};

/// What is remembered of the set-up.
struct SetupState {
    bool is_done = false; ///< the first run was finished or skipped
    bool watches_downloads = false;
    std::map<std::string, ModelSpeed> speeds = {}; // NOLINT(readability-redundant-member-init)
    friend bool operator==(const SetupState&, const SetupState&) = default;
};

/// Port to what a set-up of models looks at and remembers besides the models themselves. Nothing of
/// it uses a network. Runs on: one thread at a time.
class ModelSetup {
public:
    virtual ~ModelSetup() = default;

    virtual MachineFacts machine() = 0;

    /// For contexts of 8K, 32K and 128K tokens. Errors: of reading the model's configuration.
    virtual Result<std::vector<ContextVerdict>> verdicts(const ModelSummary& model) = 0;

    /// The catalogue of published models. Errors: not_found, corrupt_data, io.
    virtual Result<std::vector<PublishedModel>> published() = 0;

    /// Looks at a folder or file before it is imported; reads headers, not weights.
    virtual ModelSource look_at(const std::string& path) = 0;

    /// The path of a published file that is complete by its size: in `folder`, or with no folder
    /// where models that were fetched for this program lie. Nothing if it is not there.
    virtual std::optional<std::string> find_file(const PublishedModel& model,
                                                 const std::string& folder) = 0;

    virtual SetupState state() = 0;
    /// Errors: io, out_of_space.
    virtual Status save(const SetupState& state) = 0;

    /// The folder of a model whose loading ended the program; empty if there is none.
    virtual std::string failed_load() = 0;
    /// Drops it.
    virtual void drop_failed_load() = 0;
};

} // namespace sotto
