#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "inference/calibration/calibration_staging.h"
#include "inference/calibration/layerwise_forward.h"
#include "inference/calibration/progress_estimator.h"
#include "inference/checkpoint/checkpoint.h"
#include "inference/checkpoint/weight_conversion.h"
#include "inference/files/output_file.h"
#include "inference/quantization/weight_layout.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto::inference {

/// Quantizes a checkpoint to int4 with GPTQ on a built-in text: layer by layer, each on the outputs
/// of the quantized layers before it, with a search for the scale of every block (see GptqFactor).
/// The linear layers with the largest error get int8, which may add a tenth to the bytes. Finished
/// layers are staged on disk, so that an interrupted run is resumed; the same checkpoint and texts
/// give the same bytes. At most one layer is in memory. Runs on: one thread and its own pool.
class Calibration {
public:
    /// Inputs, which outlive the calibration.
    struct Job {
        const Checkpoint& source;
        const ModelConfig& config;      ///< of the checkpoint, complete
        const std::string& config_json; ///< of `config`
        const Tokenizer& tokenizer;
        const std::vector<TensorTreatment>& treatments; ///< of an import with round-to-nearest
        const std::stop_token& stop;
        const ModelCatalog::ImportProgress& progress;
    };

    /// Errors: out_of_memory; invalid_input (the tokenizer gives too few tokens of the text that
    /// the model has).
    [[nodiscard]] static Result<Calibration> prepare(const Job& job);

    /// Estimated duration on this machine, measurement included. Unit: seconds.
    [[nodiscard]] double expected_seconds() const;

    /// Calibrates, or resumes from what `staging` holds of the same calibration, and returns how
    /// each tensor is to be stored. Errors: of the source, cancelled, out_of_memory, out_of_space,
    /// io, busy.
    [[nodiscard]] Result<std::vector<TensorTreatment>> run(const std::filesystem::path& staging);

    /// Writes the matrices that run() quantized. Errors: as OutputFile::write_at.
    [[nodiscard]] Status write(const WeightLayout& layout, const OutputFile& file);

    /// Loss of the checkpoint, of its round-to-nearest version, and of the written file, on the
    /// held-out text. Errors: of the source and the file, cancelled.
    [[nodiscard]] Result<CalibrationReport> measure(const std::filesystem::path& weights);

private:
    struct Part;
    Calibration(const Job& job, std::unique_ptr<ThreadPool> pool, TokenSequences rows,
                TokenSequences held_out);

    [[nodiscard]] std::vector<Part> parts() const;
    [[nodiscard]] Result<std::string> key() const;
    Result<CalibratedPart> calibrate(std::size_t part, const HiddenStates& states,
                                     std::string_view what);
    Result<HiddenStates> forward(std::size_t layer, const CalibratedPart& part,
                                 const HiddenStates& states);
    [[nodiscard]] std::vector<TensorTreatment> choose() const;
    Result<double> loss_of(WeightSource& weights, std::string_view what);
    [[nodiscard]] bool should_calibrate(const std::string& name) const;
    [[nodiscard]] double layer_macs() const; ///< to calibrate one layer
    [[nodiscard]] double total_macs() const;

    Job job_;
    std::unique_ptr<ThreadPool> pool_;
    TokenSequences sequences_;
    TokenSequences held_out_;
    std::optional<CalibrationStaging> staging_;
    std::vector<TensorTreatment> chosen_;
    std::vector<double> costs_; ///< of all linear layers, the output layer last
    std::optional<ProgressEstimator> progress_;
};

} // namespace sotto::inference
