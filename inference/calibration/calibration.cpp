#include "inference/calibration/calibration.h"

#include "inference/calibration/calibration_text.h"
#include "inference/calibration/calibration_work.h"
#include "inference/calibration/float_weights.h"
#include "inference/calibration/layer_calibration.h"
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

/// Counts the ways in which calibrations gave other bytes.
constexpr int kVersion = 2;
constexpr std::size_t kRowTokens = 256;
constexpr std::size_t kMaxRows = 128;
constexpr std::size_t kMaxHeldBackRows = 8;
constexpr std::size_t kFewestTokens = 256;
constexpr std::size_t kHashedAtOnce = std::size_t{1} << 20U; // weights
constexpr std::int64_t kExtraShare = 10; // of the bytes of int4 weights: what int8 may add

std::size_t tokens_of(std::span<const std::vector<TokenId>> rows) {
    return std::accumulate(rows.begin(), rows.end(), std::size_t{0},
                           [](std::size_t sum, const auto& row) { return sum + row.size(); });
}

TokenRows rows_of(std::string_view text, const Tokenizer& tokenizer, const ModelConfig& config,
                  std::size_t max_rows) {
    std::vector<TokenId> tokens = tokenizer.encode(text);
    std::erase_if(tokens, [&](TokenId token) {
        return token < 0 || static_cast<std::size_t>(token) >= config.vocabulary_size;
    });
    return cut_rows(tokens, config.bos_token, std::min(kRowTokens, config.max_positions), max_rows);
}

template <class Number>
void add(Sha256& hash, std::span<const Number> numbers) {
    hash.add(std::as_bytes(numbers));
}

/// The bytes by which a matrix grows when int8 takes the place of int4.
std::int64_t extra_bytes(const PlannedTensor& plan) {
    const auto int4 = WeightLayout(std::span(&plan, 1), WeightDtype::int4).file_bytes();
    const auto int8 = WeightLayout(std::span(&plan, 1), WeightDtype::int8).file_bytes();
    return static_cast<std::int64_t>(int8) - static_cast<std::int64_t>(int4);
}

} // namespace

/// A layer, or the output matrix, whose index is the number of layers.
struct Calibration::Part {
    std::size_t index = 0;
    std::string name; ///< of its file
    std::vector<LinearPlan> linears;
    std::vector<PlannedTensor> plan; ///< the matrices that are calibrated
};

Calibration::Calibration(const Job& job, std::unique_ptr<ThreadPool> pool, TokenRows rows,
                         TokenRows held_back)
    : job_(job), pool_(std::move(pool)), rows_(std::move(rows)), held_back_(std::move(held_back)) {}

Result<Calibration> Calibration::prepare(const Job& job) {
    const ModelConfig& config = job.config;
    TokenRows rows = rows_of(calibration_text(), job.tokenizer, config, kMaxRows);
    TokenRows held_back = rows_of(held_back_text(), job.tokenizer, config, kMaxHeldBackRows);
    if (tokens_of(rows) < kFewestTokens || tokens_of(held_back) < kFewestTokens) {
        return fail(ErrorCode::invalid_input, "The model's tokenizer makes too few tokens of the "
                                              "calibration text that the model knows.");
    }
    return ThreadPool::create(default_thread_count()).transform([&](auto pool) {
        return Calibration(job, std::move(pool), std::move(rows), std::move(held_back));
    });
}

double Calibration::layer_work() const {
    const ModelConfig& config = job_.config;
    const auto cost_rows = std::span(rows_).first(std::min(kCostRows, rows_.size()));
    return layer_calibration_work(config, tokens_of(rows_)) +
           layer_cost_work(config, tokens_of(cost_rows));
}

double Calibration::total_work() const {
    const ModelConfig& config = job_.config;
    const std::size_t tokens = tokens_of(rows_);
    return static_cast<double>(config.n_layers) * (layer_work() + layer_pass_work(config, tokens)) +
           output_calibration_work(config, tokens) + 3 * loss_work(config, tokens_of(held_back_));
}

double Calibration::expected_seconds() const {
    constexpr double kShareOfSpeed = 0.5; // what is not matrix products, and larger ones
    return total_work() / (kShareOfSpeed * measured_speed(*pool_));
}

bool Calibration::is_wanted(const std::string& name) const {
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
                if (is_wanted(matrix.name)) {
                    part.plan.push_back(
                        {matrix.name, PlannedTensor::Kind::matrix, matrix.rows, linear.cols});
                }
            }
        }
    }
    return all;
}

// All that the results depend on: reading the weights once is little beside calibrating them.
Result<std::string> Calibration::key() const {
    Sha256 hash;
    const std::string head = std::format("{} {} {}", kVersion, kRowTokens, job_.config_json);
    add<char>(hash, head);
    for (const auto& row : rows_) {
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
            const std::uint64_t checksum = checksum_of(std::as_bytes(std::span(values)));
            add<std::uint64_t>(hash, std::span(&checksum, 1));
            if (job_.stop.stop_requested()) {
                return fail(ErrorCode::cancelled, "The import was stopped.");
            }
        }
    }
    return hash.finish();
}

Result<std::vector<TensorTreatment>> Calibration::run(const std::filesystem::path& staging) {
    auto staged =
        key().and_then([&](const std::string& key) { return StagedParts::open(staging, key); });
    if (!staged) {
        return std::unexpected(staged.error());
    }
    staged_.emplace(*std::move(staged));
    const ComputeScope computing(*pool_, job_.stop);
    meter_.emplace(total_work(), job_.progress);
    CheckpointWeights rounded(job_.source, job_.treatments);
    auto states = LayerStream(job_.config, *pool_, job_.stop).embed(rounded, rows_);
    if (!states) {
        return std::unexpected(states.error());
    }
    const ModelConfig& config = job_.config;
    const std::size_t tokens = tokens_of(rows_);
    for (const Part& part : parts()) {
        const bool is_layer = part.index < config.n_layers;
        const std::string what =
            is_layer ? std::format("Calibrating layer {} of {}", part.index + 1, config.n_layers)
                     : "Calibrating the output";
        meter_->advance(0, what);
        const double work = is_layer ? layer_work() : output_calibration_work(config, tokens);
        auto calibrated = staged_->load(part.name, part.linears.size(), part.plan);
        if (calibrated) {
            meter_->skip(work);
        } else {
            calibrated = calibrate(part.index, *states, what);
            if (!calibrated) {
                return std::unexpected(calibrated.error());
            }
            if (auto saved = staged_->save(part.name, *calibrated, part.plan); !saved) {
                return std::unexpected(saved.error());
            }
        }
        costs_.insert(costs_.end(), calibrated->costs.begin(), calibrated->costs.end());
        if (is_layer) {
            states = pass_on(part.index, *calibrated, *states);
            if (!states) {
                return std::unexpected(states.error());
            }
        }
    }
    chosen_ = choose();
    return chosen_;
}

Result<CalibratedPart> Calibration::calibrate(std::size_t part, const HiddenRows& states,
                                              std::string_view what) {
    CheckpointWeights weights(job_.source);
    CheckpointWeights rounded(job_.source, job_.treatments);
    const CalibrationTools tools{
        .config = job_.config,
        .weights = weights,
        .rounded = rounded,
        .pool = *pool_,
        .stop = job_.stop,
        .is_wanted = [&](const std::string& name) { return is_wanted(name); },
        .advance = [&](double work) { meter_->advance(work, what); }};
    return part < job_.config.n_layers ? calibrate_layer(tools, part, states)
                                       : calibrate_output(tools, states);
}

Result<HiddenRows> Calibration::pass_on(std::size_t layer, const CalibratedPart& part,
                                        const HiddenRows& states) {
    const ModelConfig& config = job_.config;
    CheckpointWeights rounded(job_.source, job_.treatments);
    OverlaidWeights quantized(rounded, part.matrices);
    LinearLoader loader(quantized, nullptr, Int4Kernels::xnnpack);
    return LayerWeights::load(config, layer, loader).and_then([&](LayerWeights weights) {
        auto passed = LayerStream(config, *pool_, job_.stop)
                          .run_layer(layer, weights, states, rows_.size(), {});
        meter_->advance(layer_pass_work(config, tokens_of(rows_)), "Calibrating");
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
                // Weights that lie on a grid lose nothing there.
                choices.back().cost = is_wanted(matrix.name) ? choices.back().cost : 0;
            }
        }
    }
    const WeightLayout layout(plan, forms_of(job_.treatments));
    const auto is_int8 =
        choose_int8(choices, static_cast<std::int64_t>(layout.file_bytes()) / kExtraShare);
    std::vector<TensorTreatment> chosen = job_.treatments;
    std::size_t choice = 0;
    for (const Part& part : parts()) {
        for (const LinearPlan& linear : part.linears) {
            for (const NamedMatrix& matrix : linear.matrices) {
                const auto at = std::ranges::find(plan, matrix.name, &PlannedTensor::name);
                TensorTreatment& treatment = chosen[static_cast<std::size_t>(at - plan.begin())];
                treatment.is_prepared = !is_int8[choice] && is_wanted(matrix.name);
                treatment.form = is_int8[choice] ? WeightDtype::int8 : treatment.form;
            }
            ++choice;
        }
    }
    return chosen;
}

Status Calibration::write(const WeightLayout& layout, const OutputFile& file) {
    const auto& tensors = job_.source.tensors();
    for (const Part& part : parts()) {
        const auto calibrated = staged_->load(part.name, part.linears.size(), part.plan);
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
    meter_->advance(0, what);
    const ModelConfig& config = job_.config;
    const ComputeScope computing(*pool_, job_.stop);
    auto loss = LayerStream(config, *pool_, job_.stop).loss(weights, held_back_);
    meter_->advance(loss_work(config, tokens_of(held_back_)), what);
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
    StoredWeights stored(**file, plan);
    constexpr std::string_view kWhat = "Measuring the loss";
    const auto before = loss_of(original, kWhat);
    const auto nearest = before ? loss_of(rounded, kWhat) : before;
    const auto after = nearest ? loss_of(stored, kWhat) : nearest;
    if (!after) {
        return std::unexpected(after.error());
    }
    const auto n_int8 = std::ranges::count(chosen_, WeightDtype::int8, &TensorTreatment::form);
    return CalibrationReport{.loss_before = *before,
                             .loss_rounded = *nearest,
                             .loss_after = *after,
                             .int8_matrices = static_cast<std::int64_t>(n_int8)};
}

} // namespace sotto::inference
