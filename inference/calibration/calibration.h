#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "inference/calibration/layer_stream.h"
#include "inference/calibration/staged_parts.h"
#include "inference/calibration/work_meter.h"
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

/// Finds int4 weights for a checkpoint that leave its outputs on a text as they are, as far as that
/// goes: layer by layer, each for what the quantized layers before it make of the text, with error
/// feedback (see Gptq) and a search for the scale of every group. Linear layers that
/// suffer most get int8, up to a tenth more bytes. Finished parts are kept on disk, so that another
/// run goes on from them; the same checkpoint and texts give the same bytes. No more than one layer
/// is in memory. Runs on: one thread and a pool of its own.
class Calibration {
public:
    /// What it works with, which outlives it.
    struct Job {
        const Checkpoint& source;
        const ModelConfig& config;      ///< its own, nothing left open
        const std::string& config_json; ///< of `config`
        const Tokenizer& tokenizer;
        const std::vector<TensorTreatment>& treatments; ///< of an import that rounds to nearest
        const std::stop_token& stop;
        const ModelCatalog::ImportProgress& progress;
    };

    /// Errors: out_of_memory; invalid_input (the tokenizer makes too few tokens of the text that
    /// the model knows).
    [[nodiscard]] static Result<Calibration> prepare(const Job& job);

    /// What all of it takes on this machine, measuring included. Unit: seconds.
    [[nodiscard]] double expected_seconds() const;

    /// Calibrates, or goes on from what `staging` holds of the same calibration, and says how every
    /// tensor is to be stored. Errors: of the source, cancelled, out_of_memory, out_of_space, io,
    /// busy.
    [[nodiscard]] Result<std::vector<TensorTreatment>> run(const std::filesystem::path& staging);

    /// Writes what run() quantized. Errors: as OutputFile::write_at.
    [[nodiscard]] Status write(const WeightLayout& layout, const OutputFile& file);

    /// Measures the checkpoint, what rounding to nearest makes of it, and the file that was
    /// written, on the held-back text. Errors: of the source and the file, cancelled.
    [[nodiscard]] Result<CalibrationReport> measure(const std::filesystem::path& weights);

private:
    struct Part;
    Calibration(const Job& job, std::unique_ptr<ThreadPool> pool, TokenRows rows,
                TokenRows held_back);

    [[nodiscard]] std::vector<Part> parts() const;
    [[nodiscard]] Result<std::string> key() const;
    Result<CalibratedPart> calibrate(std::size_t part, const HiddenRows& states,
                                     std::string_view what);
    Result<HiddenRows> pass_on(std::size_t layer, const CalibratedPart& part,
                               const HiddenRows& states);
    [[nodiscard]] std::vector<TensorTreatment> choose() const;
    Result<double> loss_of(WeightSource& weights, std::string_view what);
    [[nodiscard]] bool is_wanted(const std::string& name) const;
    [[nodiscard]] double layer_work() const; ///< of calibrating one layer
    [[nodiscard]] double total_work() const;

    Job job_;
    std::unique_ptr<ThreadPool> pool_;
    TokenRows rows_;
    TokenRows held_back_;
    std::optional<StagedParts> staged_;
    std::vector<TensorTreatment> chosen_;
    std::vector<double> costs_; ///< of all linear layers, the output matrix last
    std::optional<WorkMeter> meter_;
};

} // namespace sotto::inference
