#include "inference/calibration/layer_calibration.h"

#include "inference/calibration/calibration_work.h"
#include "inference/calibration/gptq.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kRowsInMemory = 2048; // of a matrix, as floats
constexpr std::size_t kSampledRows = 256;   // of the output matrix
// How much the embedding counts in a matrix that is the output too: an error of the output is felt
// in every token, one of the embedding in its own only.
constexpr float kEmbeddingShare = 0.03F;

Linear& linear_of(LayerWeights& layer, std::size_t role) {
    const std::array<Linear*, kLinearsPerLayer> linears{&layer.qkv_proj, &layer.o_proj,
                                                        &layer.gate_up_proj, &layer.down_proj};
    return *linears.at(role);
}

// Mean over tokens of |difference|² / |reference|².
double relative_distance(const HiddenRows& states, const HiddenRows& reference) {
    const std::size_t width = states.width;
    const std::size_t n_tokens = states.values.size() / width;
    double sum = 0;
    for (std::size_t token = 0; token < n_tokens; ++token) {
        double difference = 0;
        double size = 0;
        for (std::size_t i = token * width; i < (token + 1) * width; ++i) {
            const double wanted = reference.values[i];
            difference += (states.values[i] - wanted) * (states.values[i] - wanted);
            size += wanted * wanted;
        }
        sum += size > 0 ? difference / size : 0;
    }
    return sum / static_cast<double>(std::max<std::size_t>(n_tokens, 1));
}

Result<Int4Weights> quantize_matrix(const CalibrationTools& tools, const Gptq& feedback,
                                    const NamedMatrix& matrix, std::size_t cols) {
    Int4Weights result(matrix.rows, cols);
    std::vector<float> values;
    for (std::size_t row = 0; row < matrix.rows; row += kRowsInMemory) {
        values.resize(std::min(kRowsInMemory, matrix.rows - row) * cols);
        if (auto read = tools.weights.read_rows(matrix.name, row, cols, values); !read) {
            return std::unexpected(read.error());
        }
        tools.pool.adapt();
        quantize_with_gptq(feedback, values, row, result, tools.pool);
        if (tools.stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "The import was stopped.");
        }
    }
    return result;
}

// Quantizes what a linear layer is made of.
Status quantize_linear(const CalibrationTools& tools, const LinearPlan& plan, InputMoments moments,
                       CalibratedPart& part) {
    const bool is_wanted = std::ranges::any_of(
        plan.matrices, [&](const NamedMatrix& one) { return tools.is_wanted(one.name); });
    if (!is_wanted) {
        return {};
    }
    const auto feedback = Gptq::create(std::move(moments), tools.pool, tools.stop);
    if (!feedback) {
        return std::unexpected(feedback.error());
    }
    for (const NamedMatrix& matrix : plan.matrices) {
        if (tools.is_wanted(matrix.name)) {
            auto quantized = quantize_matrix(tools, *feedback, matrix, plan.cols);
            if (!quantized) {
                return std::unexpected(quantized.error());
            }
            part.matrices.emplace(matrix.name, *std::move(quantized));
        }
    }
    return {};
}

// How far each linear layer alone moves the layer's output when it is the quantized one.
Result<std::vector<double>> measure_costs(const CalibrationTools& tools, std::size_t index,
                                          LayerWeights& layer, const CalibratedPart& part,
                                          const HiddenRows& states, const HiddenRows& reference) {
    OverlaidWeights quantized(tools.rounded, part.matrices);
    LinearLoader loader(quantized, nullptr, Int4Kernels::xnnpack);
    const LayerStream stream(tools.config, tools.pool, tools.stop);
    const auto plans = linears_of(tools.config, index);
    std::vector<double> costs;
    for (std::size_t role = 0; role < plans.size(); ++role) {
        auto linear = loader.load(plans[role]);
        if (!linear) {
            return std::unexpected(linear.error());
        }
        std::swap(linear_of(layer, role), *linear);
        const auto moved = stream.run_layer(index, layer, states, kCostRows, {});
        std::swap(linear_of(layer, role), *linear);
        if (!moved) {
            return std::unexpected(moved.error());
        }
        costs.push_back(relative_distance(*moved, reference));
        tools.advance(layer_pass_work(tools.config, moved->values.size() / moved->width));
    }
    return costs;
}

// What int4 costs the output matrix: of some rows, the error of their logits relative to these.
Result<double> output_cost(const CalibrationTools& tools, const LinearPlan& plan,
                           const CalibratedPart& part, const InputMoments& moments) {
    OverlaidWeights quantized(tools.rounded, part.matrices);
    const std::string& name = plan.matrices.front().name;
    const std::size_t step = std::max<std::size_t>(1, plan.rows() / kSampledRows);
    std::vector<float> wanted(plan.cols);
    std::vector<float> stored(plan.cols);
    double error = 0;
    double size = 0;
    for (std::size_t row = 0; row < plan.rows(); row += step) {
        const Status read = tools.weights.read_rows(name, row, plan.cols, wanted).and_then([&] {
            return quantized.read_rows(name, row, plan.cols, stored);
        });
        if (!read) {
            return std::unexpected(read.error());
        }
        for (std::size_t i = 0; i < plan.cols; ++i) {
            stored[i] -= wanted[i];
        }
        error += moments.weighted_square(stored);
        size += moments.weighted_square(wanted);
    }
    return size > 0 ? error / size : 0;
}

} // namespace

std::vector<LinearPlan> linears_of(const ModelConfig& config, std::size_t layer) {
    LayerPlans plans = plan_layer(config, layer);
    return {std::move(plans.qkv_proj), std::move(plans.o_proj), std::move(plans.gate_up_proj),
            std::move(plans.down_proj)};
}

Result<CalibratedPart> calibrate_layer(const CalibrationTools& tools, std::size_t index,
                                       const HiddenRows& states) {
    LinearLoader loader(tools.weights, nullptr, Int4Kernels::xnnpack);
    auto layer = LayerWeights::load(tools.config, index, loader);
    if (!layer) {
        return std::unexpected(layer.error());
    }
    const auto plans = linears_of(tools.config, index);
    std::vector<InputMoments> moments;
    for (const LinearPlan& plan : plans) {
        moments.emplace_back(plan.cols);
    }
    const LayerStream stream(tools.config, tools.pool, tools.stop);
    const auto reference = stream.run_layer(
        index, *layer, states, states.lengths.size(),
        [&](LinearRole role, const float* input, std::size_t rows, std::size_t stride) {
            moments[static_cast<std::size_t>(role)].add(input, rows, stride, tools.pool);
        });
    if (!reference) {
        return std::unexpected(reference.error());
    }
    const std::size_t n_tokens = states.values.size() / states.width;
    tools.advance(layer_pass_work(tools.config, n_tokens));
    CalibratedPart part;
    for (std::size_t role = 0; role < plans.size(); ++role) {
        const Status done = quantize_linear(tools, plans[role], std::move(moments[role]), part);
        if (!done) {
            return std::unexpected(done.error());
        }
        tools.advance(quantization_work(plans[role], n_tokens));
    }
    return measure_costs(tools, index, *layer, part, states, *reference)
        .transform([&](std::vector<double> costs) {
            part.costs = std::move(costs);
            return std::move(part);
        });
}

Result<CalibratedPart> calibrate_output(const CalibrationTools& tools, const HiddenRows& states) {
    const LayerStream stream(tools.config, tools.pool, tools.stop);
    const auto inputs = stream.output_inputs(tools.weights, states);
    if (!inputs) {
        return std::unexpected(inputs.error());
    }
    const LinearPlan plan = plan_output(tools.config);
    const std::size_t n_tokens = states.values.size() / states.width;
    InputMoments moments(plan.cols);
    moments.add(inputs->data(), n_tokens, padded_width(states.width), tools.pool);
    const InputMoments of_output = moments;
    if (tools.config.tie_word_embeddings) {
        moments.mix_with_identity(kEmbeddingShare);
    }
    CalibratedPart part;
    if (auto done = quantize_linear(tools, plan, std::move(moments), part); !done) {
        return std::unexpected(done.error());
    }
    tools.advance(quantization_work(plan, n_tokens));
    return output_cost(tools, plan, part, of_output).transform([&](double cost) {
        part.costs = {cost};
        return std::move(part);
    });
}

} // namespace sotto::inference
