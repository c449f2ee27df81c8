#include "inference/calibration/layer_calibration.h"

#include "inference/calibration/gptq.h"
#include "inference/calibration/mac_count.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kRowsInMemory = 2048; // of a matrix, as f32
constexpr std::size_t kSampledRows = 256;   // of the output layer
// Weight of the embedding in a matrix tied to the output: an error of the output affects every
// token, one of the embedding only its own.
constexpr float kEmbeddingShare = 0.03F;

Linear& linear_of(LayerWeights& layer, std::size_t role) {
    const std::array<Linear*, kLinearsPerLayer> linears{&layer.qkv_proj, &layer.o_proj,
                                                        &layer.gate_up_proj, &layer.down_proj};
    return *linears.at(role);
}

// Mean over tokens of |difference|² / |reference|².
double relative_distance(const HiddenStates& states, const HiddenStates& reference) {
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

Result<Int4Weights> quantize_matrix(const CalibrationContext& context, const GptqFactor& factor,
                                    const NamedMatrix& matrix, std::size_t cols) {
    Int4Weights result(matrix.rows, cols);
    std::vector<float> values;
    for (std::size_t row = 0; row < matrix.rows; row += kRowsInMemory) {
        values.resize(std::min(kRowsInMemory, matrix.rows - row) * cols);
        if (auto read = context.weights.read_rows(matrix.name, row, cols, values); !read) {
            return std::unexpected(read.error());
        }
        context.pool.adapt();
        quantize_with_gptq(factor, values, row, result, context.pool);
        if (context.stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "The import was stopped.");
        }
    }
    return result;
}

// Quantizes the matrices of a linear layer.
Status quantize_linear(const CalibrationContext& context, const LinearPlan& plan, Hessian hessian,
                       CalibratedPart& part) {
    const bool is_needed = std::ranges::any_of(
        plan.matrices, [&](const NamedMatrix& one) { return context.should_calibrate(one.name); });
    if (!is_needed) {
        return {};
    }
    const auto factor = GptqFactor::create(std::move(hessian), context.pool, context.stop);
    if (!factor) {
        return std::unexpected(factor.error());
    }
    for (const NamedMatrix& matrix : plan.matrices) {
        if (context.should_calibrate(matrix.name)) {
            auto quantized = quantize_matrix(context, *factor, matrix, plan.cols);
            if (!quantized) {
                return std::unexpected(quantized.error());
            }
            part.matrices.emplace(matrix.name, *std::move(quantized));
        }
    }
    return {};
}

// The relative error of the layer's output when only one of its linear layers is quantized, for
// each.
Result<std::vector<double>> measure_costs(const CalibrationContext& context, std::size_t index,
                                          LayerWeights& layer, const CalibratedPart& part,
                                          const HiddenStates& states,
                                          const HiddenStates& reference) {
    OverlayWeights quantized(context.rounded, part.matrices);
    LinearLoader loader(quantized, nullptr, Int4Kernels::xnnpack);
    const LayerwiseForward forward(context.config, context.pool, context.stop);
    const auto plans = linears_of(context.config, index);
    std::vector<double> costs;
    for (std::size_t role = 0; role < plans.size(); ++role) {
        auto linear = loader.load(plans[role]);
        if (!linear) {
            return std::unexpected(linear.error());
        }
        std::swap(linear_of(layer, role), *linear);
        const auto moved = forward.run_layer(index, layer, states, kCostSequences, {});
        std::swap(linear_of(layer, role), *linear);
        if (!moved) {
            return std::unexpected(moved.error());
        }
        costs.push_back(relative_distance(*moved, reference));
        context.advance(layer_pass_macs(context.config, moved->values.size() / moved->width));
    }
    return costs;
}

// The relative error of the logits with int4, on a sample of the rows.
Result<double> output_cost(const CalibrationContext& context, const LinearPlan& plan,
                           const CalibratedPart& part, const Hessian& hessian) {
    OverlayWeights quantized(context.rounded, part.matrices);
    const std::string& name = plan.matrices.front().name;
    const std::size_t step = std::max<std::size_t>(1, plan.rows() / kSampledRows);
    std::vector<float> wanted(plan.cols);
    std::vector<float> stored(plan.cols);
    double error = 0;
    double size = 0;
    for (std::size_t row = 0; row < plan.rows(); row += step) {
        const Status read = context.weights.read_rows(name, row, plan.cols, wanted).and_then([&] {
            return quantized.read_rows(name, row, plan.cols, stored);
        });
        if (!read) {
            return std::unexpected(read.error());
        }
        for (std::size_t i = 0; i < plan.cols; ++i) {
            stored[i] -= wanted[i];
        }
        error += hessian.weighted_square(stored);
        size += hessian.weighted_square(wanted);
    }
    return size > 0 ? error / size : 0;
}

} // namespace

std::vector<LinearPlan> linears_of(const ModelConfig& config, std::size_t layer) {
    LayerPlans plans = plan_layer(config, layer);
    return {std::move(plans.qkv_proj), std::move(plans.o_proj), std::move(plans.gate_up_proj),
            std::move(plans.down_proj)};
}

Result<CalibratedPart> calibrate_layer(const CalibrationContext& context, std::size_t index,
                                       const HiddenStates& states) {
    LinearLoader loader(context.weights, nullptr, Int4Kernels::xnnpack);
    auto layer = LayerWeights::load(context.config, index, loader);
    if (!layer) {
        return std::unexpected(layer.error());
    }
    const auto plans = linears_of(context.config, index);
    std::vector<Hessian> hessians;
    for (const LinearPlan& plan : plans) {
        hessians.emplace_back(plan.cols);
    }
    const LayerwiseForward forward(context.config, context.pool, context.stop);
    const auto reference = forward.run_layer(
        index, *layer, states, states.lengths.size(),
        [&](LinearRole role, const float* input, std::size_t rows, std::size_t stride) {
            hessians[static_cast<std::size_t>(role)].add(input, rows, stride, context.pool);
        });
    if (!reference) {
        return std::unexpected(reference.error());
    }
    const std::size_t n_tokens = states.values.size() / states.width;
    context.advance(layer_pass_macs(context.config, n_tokens));
    CalibratedPart part;
    for (std::size_t role = 0; role < plans.size(); ++role) {
        const Status done = quantize_linear(context, plans[role], std::move(hessians[role]), part);
        if (!done) {
            return std::unexpected(done.error());
        }
        context.advance(quantization_macs(plans[role], n_tokens));
    }
    return measure_costs(context, index, *layer, part, states, *reference)
        .transform([&](std::vector<double> costs) {
            part.costs = std::move(costs);
            return std::move(part);
        });
}

Result<CalibratedPart> calibrate_output(const CalibrationContext& context,
                                        const HiddenStates& states) {
    const LayerwiseForward forward(context.config, context.pool, context.stop);
    const auto inputs = forward.output_inputs(context.weights, states);
    if (!inputs) {
        return std::unexpected(inputs.error());
    }
    const LinearPlan plan = plan_output(context.config);
    const std::size_t n_tokens = states.values.size() / states.width;
    Hessian hessian(plan.cols);
    hessian.add(inputs->data(), n_tokens, padded_width(states.width), context.pool);
    const Hessian of_output = hessian; // without the share of the embedding
    if (context.config.tie_word_embeddings) {
        hessian.blend_with_identity(kEmbeddingShare);
    }
    CalibratedPart part;
    if (auto done = quantize_linear(context, plan, std::move(hessian), part); !done) {
        return std::unexpected(done.error());
    }
    context.advance(quantization_macs(plan, n_tokens));
    return output_cost(context, plan, part, of_output).transform([&](double cost) {
        part.costs = {cost};
        return std::move(part);
    });
}

} // namespace sotto::inference
