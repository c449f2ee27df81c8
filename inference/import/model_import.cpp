#include "inference/import/model_import.h"

#include "inference/calibration/calibration.h"
#include "inference/chat/template_file.h"
#include "inference/checkpoint/checkpoint.h"
#include "inference/checkpoint/licence_name.h"
#include "inference/checkpoint/weight_conversion.h"
#include "inference/files/disk_space.h"
#include "inference/files/output_file.h"
#include "inference/files/sha256.h"
#include "inference/import/conversion_notes.h"
#include "inference/import/settings_detection.h"
#include "inference/model/model_file.h"
#include "inference/model/published_files.h"
#include "inference/quantization/weight_layout.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"

#include <algorithm>
#include <format>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr double kMaxAutomaticSeconds = 20 * 60;

/// One import, step by step.
class Import {
public:
    Import(const ImportRequest& request, const fs::path& target, const fs::path& staging,
           const std::stop_token& stop, const ModelCatalog::ImportProgress& progress)
        : request_(request), source_path_(request.path), target_(target), staging_(staging),
          stop_(stop), progress_(progress) {}

    Result<ImportedFiles> run();

private:
    Status check_tokenizer(const Checkpoint& source);
    Status calibrate(const Checkpoint& source);
    [[nodiscard]] bool may_calibrate(const Checkpoint& source) const;
    Status convert(const Checkpoint& source);
    Status measure();
    Status hash_weights();
    Status find_settings(const Checkpoint& source);
    Status write_config(const Checkpoint& source);
    Status copy_texts(const Checkpoint& source);
    Status copy_companion(const Checkpoint& source, const CompanionFile& companion);
    Status write_file(const std::string& name, const std::string& content);
    void say(const std::string& sentence) const {
        if (progress_) {
            progress_(sentence, 0, 0);
        }
    }
    void report(std::string_view what, std::uint64_t done, std::uint64_t total) const {
        if (progress_) {
            progress_(what, static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
        }
    }

    const ImportRequest& request_;
    fs::path source_path_;
    const fs::path& target_;
    const fs::path& staging_;
    const std::stop_token& stop_;
    const ModelCatalog::ImportProgress& progress_;
    ImportedFiles imported_;
    std::unique_ptr<Tokenizer> tokenizer_;    ///< null when the model has none
    WeightDtype weights_ = WeightDtype::int4; ///< as asked for, or as the checkpoint suggests
    std::vector<PlannedTensor> plan_;
    std::vector<TensorTreatment> rounded_;    ///< without calibration
    std::vector<TensorTreatment> treatments_; ///< as stored
    std::optional<Calibration> calibration_;
    std::string config_json_;           ///< with detected settings, once there are any
    std::optional<ModelConfig> config_; ///< the same
    std::string note_on_files_; ///< on files that differ from published ones; begins with a space
};

Result<ImportedFiles> Import::run() {
    if (request_.bundle_files == ImportRequest::BundleFiles::linked) {
        say("Nothing is linked: only the files of a bundle can be used as they are.");
    }
    const auto opened = open_checkpoint(source_path_);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    const Checkpoint& source = **opened;
    const std::string mixture = source.mixture();
    weights_ = request_.weights.value_or(mixture.empty() ? WeightDtype::int4 : WeightDtype::blocks);
    const ModelConfig& config = source.config();
    imported_.warnings = source.warnings();
    if (auto note = requantization_note(source, weights_); !note.empty()) {
        imported_.warnings.push_back(std::move(note));
    }
    if (!source.channel_scales().empty() && weights_ != WeightDtype::int4) {
        imported_.warnings.emplace_back(
            "The checkpoint was trained for int4 with scales that it holds; they were left out, "
            "because other weights than int4 were asked for.");
    }
    Manifest& manifest = imported_.manifest;
    manifest.family = to_string(config.family);
    manifest.weights = weights_;
    manifest.mixture = weights_ == WeightDtype::blocks ? mixture : "";
    manifest.parameters = static_cast<std::int64_t>(config.parameter_count());
    manifest.context_tokens = static_cast<std::int64_t>(config.max_positions);
    std::error_code ignored;
    manifest.source = fs::absolute(source_path_, ignored).lexically_normal().string();
    manifest.licence = source.stated_licence();
    manifest.recipe = recipe_of(source, weights_);

    for (const CheckpointTensor& tensor : source.tensors()) {
        plan_.push_back(tensor.plan);
        if (source.channel_scales().contains(tensor.plan.name)) {
            plan_.back().int4_scales = PlannedTensor::Int4Scales::by_row;
        }
    }
    auto treatments = plan_conversion(source, weights_);
    if (!treatments) {
        return std::unexpected(treatments.error());
    }
    rounded_ = *std::move(treatments);
    treatments_ = rounded_;
    manifest.recipe += kept_grid(source, rounded_);
    // The weights, the packed copy that the first start writes, and the staged parts of a
    // calibration.
    const std::uint64_t copies = weights_ == WeightDtype::int4 ? 3 : 2;
    const WeightLayout layout(plan_, dtypes_of(treatments_));
    const Status done = check_disk_space(target_, copies * layout.file_bytes())
                            .and_then([&] { return copy_texts(source); })
                            .and_then([&] { return check_tokenizer(source); })
                            .and_then([&] { return calibrate(source); })
                            .and_then([&] { return convert(source); })
                            .and_then([&] { return measure(); })
                            .and_then([&] { return write_config(source); })
                            .and_then([&] { return hash_weights(); });
    if (!done) {
        return std::unexpected(done.error());
    }
    return std::move(imported_);
}

Status Import::check_tokenizer(const Checkpoint& source) {
    const Status status = source.tokenizer_status();
    if (status) {
        // A damaged tokenizer would only be noticed at the first question.
        auto tokenizer = open_folder_tokenizer(target_);
        if (!tokenizer) {
            return fail(tokenizer.error().code, tokenizer.error().detail + note_on_files_);
        }
        tokenizer_ = *std::move(tokenizer);
        // Nor a template that cannot be read, and another one would make the answers worse.
        const ModelConfig& config = source.config();
        return folder_chat_template(target_, config.family, *tokenizer_, config.eos_tokens)
            .transform([](const ChatTemplate&) {});
    }
    if (request_.tokenizer == ImportRequest::Tokenizer::required) {
        return status;
    }
    imported_.warnings.emplace_back(
        "The model has no tokenizer: it can be measured, but it cannot read or write text.");
    return {};
}

// Weights trained for int4, or on its grid already, are not calibrated.
bool Import::may_calibrate(const Checkpoint& source) const {
    using enum ImportRequest::Calibration;
    const bool is_wanted =
        request_.calibration == always ||
        (request_.calibration == automatic && !spec_of(source.config().family).is_trained_for_int4);
    return is_wanted && weights_ == WeightDtype::int4 && source.channel_scales().empty() &&
           !std::ranges::all_of(rounded_, [](const TensorTreatment& one) {
               return one.is_on_grid || one.dtype == WeightDtype::f32;
           });
}

Status Import::calibrate(const Checkpoint& source) {
    if (!may_calibrate(source)) {
        return {};
    }
    const bool is_asked = request_.calibration == ImportRequest::Calibration::always;
    const auto leave_out = [&](const std::string& reason) {
        if (is_asked) {
            imported_.warnings.push_back("The weights were not calibrated: " + reason);
        }
        return Status();
    };
    if (!tokenizer_) {
        return leave_out("The model has no tokenizer.");
    }
    if (source.open_settings().any()) {
        // Detected with round-to-nearest weights: the settings matter far more than rounding.
        const Status found =
            convert(source).and_then([&] { return find_settings(source); }).and_then([&] {
                std::error_code error;
                fs::remove(target_ / kWeightsFileName, error);
                return error ? Status(fail(ErrorCode::io, "A file cannot be removed.")) : Status();
            });
        if (!found) {
            return found;
        }
    }
    const ModelConfig& config = config_ ? *config_ : source.config();
    const std::string& config_json = config_ ? config_json_ : source.config_json();
    auto calibration = Calibration::prepare(
        {source, config, config_json, *tokenizer_, rounded_, stop_, progress_});
    if (!calibration) {
        return calibration.error().code == ErrorCode::invalid_input
                   ? leave_out(calibration.error().detail)
                   : std::unexpected(calibration.error());
    }
    const double seconds = calibration->expected_seconds();
    if (!is_asked && seconds > kMaxAutomaticSeconds) {
        say(std::format("Calibrating the weights would take {}; they are rounded to the nearest "
                        "int4 value. --calibrate calibrates them anyway.",
                        duration_text(seconds)));
        return {};
    }
    say(std::format("Calibrating the weights takes {} on this machine; it can be interrupted and "
                    "goes on in the next import. --no-calibrate leaves it out.",
                    duration_text(seconds)));
    auto chosen = calibration->run(staging_);
    if (!chosen) {
        return std::unexpected(chosen.error());
    }
    treatments_ = *std::move(chosen);
    imported_.manifest.recipe = "int4 in blocks of 32 inputs, calibrated on a text with GPTQ, "
                                "int8 where it was needed" +
                                kept_grid(source, rounded_);
    calibration_.emplace(*std::move(calibration));
    return {};
}

Status Import::measure() {
    if (!calibration_) {
        return {};
    }
    return calibration_->measure(target_ / kWeightsFileName)
        .transform(
            [&](const CalibrationReport& report) { imported_.manifest.calibration = report; });
}

Status Import::convert(const Checkpoint& source) {
    const WeightLayout layout(plan_, dtypes_of(treatments_));
    auto file = OutputFile::create(target_ / kWeightsFileName);
    if (!file) {
        return std::unexpected(file.error());
    }
    const std::uint64_t total = checkpoint_bytes(source);
    return convert_weights(
               source, layout, treatments_, *file, stop_,
               [&](std::uint64_t done) { report("Converting the weights", done, total); })
        .and_then([&] { return calibration_ ? calibration_->write(layout, *file) : Status(); })
        .and_then([&] { return file->finish(); });
}

Status Import::hash_weights() {
    const fs::path file = target_ / kWeightsFileName;
    std::error_code error;
    const std::uint64_t total = fs::file_size(file, error);
    std::uint64_t done = 0;
    const auto hash = sha256_of_file(file, stop_, [&](std::size_t bytes) {
        done += bytes;
        report("Computing the checksum", done, total);
    });
    if (!hash) {
        return std::unexpected(hash.error());
    }
    imported_.manifest.files.push_back(
        {std::string(kWeightsFileName), static_cast<std::int64_t>(done), *hash});
    return {};
}

// Detects what config.json leaves open, with the weights that were written.
Status Import::find_settings(const Checkpoint& source) {
    const OpenSettings& open = source.open_settings();
    const auto found = detect_settings(
        target_, source.config_json(), open, stop_, [&](std::size_t done, std::size_t total) {
            report("Measuring what config.json leaves open", done, total);
        });
    if (!found) {
        return std::unexpected(found.error());
    }
    imported_.warnings.push_back(found->sentence);
    config_json_ = with_settings(source.config_json(), open, found->settings);
    return parse_model_config(config_json_, source.generation_config_json())
        .transform([&](ModelConfig config) { config_ = std::move(config); });
}

// Writes the configuration, with detected settings filled in.
Status Import::write_config(const Checkpoint& source) {
    const bool is_found = config_ || !source.open_settings().any();
    return (is_found ? Status() : find_settings(source)).and_then([&] {
        return write_file("config.json", config_ ? config_json_ : source.config_json());
    });
}

Status Import::copy_texts(const Checkpoint& source) {
    Status copied;
    if (!source.generation_config_json().empty()) {
        copied = write_file("generation_config.json", source.generation_config_json());
    }
    for (const CompanionFile& companion : source.companions()) {
        if (copied) {
            copied = copy_companion(source, companion);
        }
    }
    return copied;
}

Status Import::copy_companion(const Checkpoint& source, const CompanionFile& companion) {
    if (stop_.stop_requested()) {
        return fail(ErrorCode::cancelled, "The import was stopped.");
    }
    const auto content = source.read_companion(companion);
    if (!content) {
        return std::unexpected(content.error());
    }
    std::string& licence = imported_.manifest.licence;
    if (licence == kUnknownLicence && companion.kind == CompanionFile::Kind::licence) {
        licence = licence_name(*content);
    } else if (licence == kUnknownLicence && companion.kind == CompanionFile::Kind::card) {
        licence = licence_of_card(*content);
    }
    return write_file(companion.name, *content).transform([&] {
        const Manifest::File& written = imported_.manifest.files.back();
        auto note = known_file_note(written.name, content->size(), written.sha256, source.config());
        if (note) {
            imported_.warnings.push_back(*note);
            note_on_files_ += " " + *note;
        }
    });
}

Status Import::write_file(const std::string& name, const std::string& content) {
    auto file = OutputFile::create(target_ / name);
    if (!file) {
        return std::unexpected(file.error());
    }
    const auto bytes = std::as_bytes(std::span(content));
    Sha256 hash;
    hash.add(bytes);
    imported_.manifest.files.push_back(
        {name, static_cast<std::int64_t>(content.size()), hash.finish()});
    return file->write_at(0, bytes).and_then([&] { return file->finish(); });
}

} // namespace

Result<ImportedFiles> import_model_files(const ImportRequest& request, const fs::path& target,
                                         const fs::path& staging, const std::stop_token& stop,
                                         const ModelCatalog::ImportProgress& progress) {
    return Import(request, target, staging, stop, progress).run();
}

} // namespace sotto::inference
