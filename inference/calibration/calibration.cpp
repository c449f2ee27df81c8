#include "inference/calibration/calibration.h"

#include "inference/calibration/calibration_text.h"
#include "inference/calibration/dequantized_weights.h"
#include "inference/calibration/layer_calibration.h"
#include "inference/calibration/mac_count.h"
#include "inference/calibration/mixed_precision.h"
#include "inference/files/checksum.h"
#include "inference/files/sha256.h"
#include "inference/model/model_file.h"
#include "inference/xnnpack/thread_count.h"

#include <algorithm>
#include <cstdint>
#include <format>
#include <numeric>
#include <string_view>
#include <utility>

namespace sotto::inference {

namespace {

/// Increase it when results change, so that old staged parts are not resumed.
constexpr int kVersion = 2;
constexpr std::size_t kSequenceTokens = 256;
constexpr std::size_t kMaxSequences = 128;
constexpr std::size_t kMaxHeldOutSequences = 8;
constexpr std::size_t kMinTokens = 256;
constexpr std::size_t kHashedAtOnce = std::size_t{1} << 20U; // weights
constexpr std::int64_t kExtraShare = 10; // int8 may add this fraction (one tenth) of the bytes

std::size_t tokens_of(std::span<const std::vector<TokenId>> rows) {
    return std::accumulate(rows.begin(), rows.end(), std::size_t{0},
                           [](std::size_t sum, const auto& row) { return sum + row.size(); });
}

TokenSequences sequences_of(std::string_view text, const Tokenizer& tokenizer,
                            const ModelConfig& config, std::size_t max_rows) {
    std::vector<TokenId> tokens = tokenizer.encode(text);
    std::erase_if(tokens, [&](TokenId token) {
        return token < 0 || static_cast<std::size_t>(token) >= config.vocabulary_size;
    });
    return split_into_sequences(tokens, config.bos_token,
                                std::min(kSequenceTokens, config.max_positions), max_rows);
}

template <class Number>
void add(Sha256& hash, std::span<const Number> numbers) {
    hash.add(std::as_bytes(numbers));
}

/// Additional bytes of a matrix in int8 instead of int4.
std::int64_t extra_bytes(const PlannedTensor& plan) {
    const auto int4 = WeightLayout(std::span(&plan, 1), WeightDtype::int4).file_bytes();
    const auto int8 = WeightLayout(std::span(&plan, 1), WeightDtype::int8).file_bytes();
    return static_cast<std::int64_t>(int8) - static_cast<std::int64_t>(int4);
}

} // namespace

/// A layer, or the output layer, whose index is the number of layers.
struct Calibration::Part {
    std::size_t index = 0;
    std::string name; ///< of its file
    std::vector<LinearPlan> linears;
    std::vector<PlannedTensor> plan; ///< the matrices that are calibrated
};

Calibration::Calibration(const Job& job, std::unique_ptr<ThreadPool> pool, TokenSequences rows,
                         TokenSequences held_out)
    : job_(job), pool_(std::move(pool)), sequences_(std::move(rows)),
      held_out_(std::move(held_out)) {}

Result<Calibration> Calibration::prepare(const Job& job) {
    const ModelConfig& config = job.config;
    TokenSequences rows = sequences_of(calibration_text(), job.tokenizer, config, kMaxSequences);
    TokenSequences held_out =
        sequences_of(held_out_text(), job.tokenizer, config, kMaxHeldOutSequences);
    if (tokens_of(rows) < kMinTokens || tokens_of(held_out) < kMinTokens) {
        return fail(ErrorCode::invalid_input, "The model's tokenizer makes too few tokens of the "
                                              "calibration text that the model knows.");
    }
    return ThreadPool::create(default_thread_count()).transform([&](auto pool) {
        return Calibration(job, std::move(pool), std::move(rows), std::move(held_out));
    });
}

double Calibration::layer_macs() const {
    const ModelConfig& config = job_.config;
    const auto cost_rows = std::span(sequences_).first(std::min(kCostSequences, sequences_.size()));
    return layer_calibration_macs(config, tokens_of(sequences_)) +
           layer_cost_macs(config, tokens_of(cost_rows));
}

double Calibration::total_macs() const {
    const ModelConfig& config = job_.config;
    const std::size_t tokens = tokens_of(sequences_);
    return static_cast<double>(config.n_layers) * (layer_macs() + layer_pass_macs(config, tokens)) +
           output_calibration_macs(config, tokens) + 3 * loss_macs(config, tokens_of(held_out_));
}

double Calibration::expected_seconds() const {
    constexpr double kShareOfSpeed = 0.5; // the rest of the computation, and larger matrices
    return total_macs() / (kShareOfSpeed * measured_speed(*pool_));
}

bool Calibration::should_calibrate(const std::string& name) const {
    const auto& tensors = job_.source.tensors();
    const auto found = std::ranges::find_if(
        tensors, [&](const CheckpointTensor& tensor) { return tensor.plan.name == name; });
    return found != tensors.end() &&
           !job_.treatments[static_cast<std::size_t>(found - tensors.begin())].is_on_grid;
}

std::vector<Calibration::Part> Calibration::parts() const {
    const ModelConfig& config = job_.config;
    std::vector<Part> all;
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        all.push_back({i, std::format("layer-{}", i), linears_of(config, i), {}});
    }
    all.push_back({config.n_layers, "output", {plan_output(config)}, {}});
    for (Part& part : all) {
        for (const LinearPlan& linear : part.linears) {
            for (const NamedMatrix& matrix : linear.matrices) {
                if (should_calibrate(matrix.name)) {
                    part.plan.push_back(
                        {matrix.name, PlannedTensor::Kind::matrix, matrix.rows, linear.cols});
                }
            }
        }
    }
    return all;
}

// A hash of everything the results depend on. Reading the weights once is cheap compared with
// calibration.
Result<std::string> Calibration::key() const {
    Sha256 hash;
    const std::string head = std::format("{} {} {}", kVersion, kSequenceTokens, job_.config_json);
    add<char>(hash, head);
    for (const auto& row : sequences_) {
        add<TokenId>(hash, row);
    }
    std::vector<float> values;
    std::vector<std::byte> raw;
    for (const CheckpointTensor& tensor : job_.source.tensors()) {
        const PlannedTensor& plan = tensor.plan;
        add<char>(hash, plan.name);
        const std::size_t step = std::max<std::size_t>(1, kHashedAtOnce / plan.cols);
        for (std::size_t row = 0; row < plan.rows; row += step) {
            values.resize(std::min(step, plan.rows - row) * plan.cols);
            if (auto read = job_.source.read_rows(tensor, row, values, raw); !read) {
                return std::unexpected(read.error());
            }
            const std::uint64_t checksum = xxh3_64(std::as_bytes(std::span(values)));
            add<std::uint64_t>(hash, std::span(&checksum, 1));
            if (job_.stop.stop_requested()) {
                return fail(ErrorCode::cancelled, "The import was stopped.");
            }
        }
    }
    return hash.finish();
}

Result<std::vector<TensorTreatment>> Calibration::run(const std::filesystem::path& staging) {
    auto staged = key().and_then(
        [&](const std::string& key) { return CalibrationStaging::open(staging, key); });
    if (!staged) {
        return std::unexpected(staged.error());
    }
    staging_.emplace(*std::move(staged));
    const ComputeScope computing(*pool_, job_.stop);
    progress_.emplace(total_macs(), job_.progress);
    CheckpointWeights rounded(job_.source, job_.treatments);
    auto states = LayerwiseForward(job_.config, *pool_, job_.stop).embed(rounded, sequences_);
    if (!states) {
        return std::unexpected(states.error());
    }
    const ModelConfig& config = job_.config;
    const std::size_t tokens = tokens_of(sequences_);
    for (const Part& part : parts()) {
        const bool is_layer = part.index < config.n_layers;
        const std::string what =
            is_layer ? std::format("Calibrating layer {} of {}", part.index + 1, config.n_layers)
                     : "Calibrating the output";
        progress_->advance(0, what);
        const double work = is_layer ? layer_macs() : output_calibration_macs(config, tokens);
        auto calibrated = staging_->load(part.name, part.linears.size(), part.plan);
        if (calibrated) {
            progress_->skip(work);
        } else {
            calibrated = calibrate(part.index, *states, what);
            if (!calibrated) {
                return std::unexpected(calibrated.error());
            }
            if (auto saved = staging_->save(part.name, *calibrated, part.plan); !saved) {
                return std::unexpected(saved.error());
            }
        }
        costs_.insert(costs_.end(), calibrated->costs.begin(), calibrated->costs.end());
        if (is_layer) {
            states = forward(part.index, *calibrated, *states);
            if (!states) {
                return std::unexpected(states.error());
            }
        }
    }
    chosen_ = choose();
    return chosen_;
}

Result<CalibratedPart> Calibration::calibrate(std::size_t part, const HiddenStates& states,
                                              std::string_view what) {
    CheckpointWeights weights(job_.source);
    CheckpointWeights rounded(job_.source, job_.treatments);
    const CalibrationContext context{
        .config = job_.config,
        .weights = weights,
        .rounded = rounded,
        .pool = *pool_,
        .stop = job_.stop,
        .should_calibrate = [&](const std::string& name) { return should_calibrate(name); },
        .advance = [&](double work) { progress_->advance(work, what); }};
    return part < job_.config.n_layers ? calibrate_layer(context, part, states)
                                       : calibrate_output(context, states);
}

Result<HiddenStates> Calibration::forward(std::size_t layer, const CalibratedPart& part,
                                          const HiddenStates& states) {
    const ModelConfig& config = job_.config;
    CheckpointWeights rounded(job_.source, job_.treatments);
    OverlayWeights quantized(rounded, part.matrices);
    LinearLoader loader(quantized, nullptr, Int4Kernels::xnnpack);
    return LayerWeights::load(config, layer, loader).and_then([&](LayerWeights weights) {
        auto passed = LayerwiseForward(config, *pool_, job_.stop)
                          .run_layer(layer, weights, states, sequences_.size(), {});
        progress_->advance(layer_pass_macs(config, tokens_of(sequences_)), "Calibrating");
        return passed;
    });
}

std::vector<TensorTreatment> Calibration::choose() const {
    const auto& tensors = job_.source.tensors();
    std::vector<PlannedTensor> plan;
    for (const CheckpointTensor& tensor : tensors) {
        plan.push_back(tensor.plan);
    }
    std::vector<PrecisionChoice> choices;
    for (const Part& part : parts()) {
        for (const LinearPlan& linear : part.linears) {
            choices.push_back({costs_[choices.size()], 0});
            for (const NamedMatrix& matrix : linear.matrices) {
                choices.back().extra_bytes += extra_bytes(
                    {matrix.name, PlannedTensor::Kind::matrix, matrix.rows, linear.cols});
                // Weights on a grid lose nothing in int4.
                choices.back().cost = should_calibrate(matrix.name) ? choices.back().cost : 0;
            }
        }
    }
    const WeightLayout layout(plan, dtypes_of(job_.treatments));
    const auto is_int8 =
        choose_int8(choices, static_cast<std::int64_t>(layout.file_bytes()) / kExtraShare);
    std::vector<TensorTreatment> chosen = job_.treatments;
    std::size_t choice = 0;
    for (const Part& part : parts()) {
        for (const LinearPlan& linear : part.linears) {
            for (const NamedMatrix& matrix : linear.matrices) {
                const auto at = std::ranges::find(plan, matrix.name, &PlannedTensor::name);
                TensorTreatment& treatment = chosen[static_cast<std::size_t>(at - plan.begin())];
                treatment.is_prepared = !is_int8[choice] && should_calibrate(matrix.name);
                treatment.dtype = is_int8[choice] ? WeightDtype::int8 : treatment.dtype;
            }
            ++choice;
        }
    }
    return chosen;
}

Status Calibration::write(const WeightLayout& layout, const OutputFile& file) {
    const auto& tensors = job_.source.tensors();
    for (const Part& part : parts()) {
        const auto calibrated = staging_->load(part.name, part.linears.size(), part.plan);
        if (!calibrated) {
            return std::unexpected(calibrated.error());
        }
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const std::string& name = tensors[i].plan.name;
            const auto found = calibrated->matrices.find(name);
            if (found == calibrated->matrices.end() || !chosen_[i].is_prepared) {
                continue;
            }
            const Status written =
                file.write_at(layout.offset_of(name),
                              std::as_bytes(std::span(found->second.nibbles)))
                    .and_then([&] {
                        return file.write_at(layout.offset_of(scale_name(name)),
                                             std::as_bytes(std::span(found->second.scales)));
                    });
            if (!written) {
                return written;
            }
        }
    }
    return {};
}

Result<double> Calibration::loss_of(WeightSource& weights, std::string_view what) {
    progress_->advance(0, what);
    const ModelConfig& config = job_.config;
    const ComputeScope computing(*pool_, job_.stop);
    auto loss = LayerwiseForward(config, *pool_, job_.stop).loss(weights, held_out_);
    progress_->advance(loss_macs(config, tokens_of(held_out_)), what);
    return loss;
}

Result<CalibrationReport> Calibration::measure(const std::filesystem::path& weights) {
    const auto file = ModelFile::open(weights);
    if (!file) {
        return std::unexpected(file.error());
    }
    std::vector<PlannedTensor> plan;
    for (const CheckpointTensor& tensor : job_.source.tensors()) {
        plan.push_back(tensor.plan);
    }
    CheckpointWeights original(job_.source);
    CheckpointWeights rounded(job_.source, job_.treatments);
    ImportedWeights stored(**file, plan);
    constexpr std::string_view kWhat = "Measuring the loss";
    const auto before = loss_of(original, kWhat);
    const auto nearest = before ? loss_of(rounded, kWhat) : before;
    const auto after = nearest ? loss_of(stored, kWhat) : nearest;
    if (!after) {
        return std::unexpected(after.error());
    }
    const auto n_int8 = std::ranges::count(chosen_, WeightDtype::int8, &TensorTreatment::dtype);
    return CalibrationReport{.loss_before = *before,
                             .loss_rounded = *nearest,
                             .loss_after = *after,
                             .int8_matrices = static_cast<std::int64_t>(n_int8)};
}

} // namespace sotto::inference
