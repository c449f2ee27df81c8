#include "inference/calibration/mac_count.h"

#include "inference/model/weights.h"

namespace sotto::inference {

namespace {

// Scales tried for a block; each costs half a block's width per weight.
constexpr double kScalesTried = 36;

double macs_of(const LinearPlan& plan, std::size_t tokens) {
    return static_cast<double>(plan.rows() * plan.cols) * static_cast<double>(tokens);
}

} // namespace

double quantization_macs(const LinearPlan& plan, std::size_t tokens) {
    const auto rows = static_cast<double>(plan.rows());
    const auto cols = static_cast<double>(plan.cols);
    const double hessian = static_cast<double>(tokens) * cols * cols / 2;
    const double factors = cols * cols * cols / 6;
    const double compensation = rows * cols * cols / 2;
    const double scales = rows * cols * kScalesTried * kInt4BlockSize / 2;
    return hessian + factors + compensation + scales;
}

double layer_pass_macs(const ModelConfig& config, std::size_t tokens) {
    const LayerPlans plans = plan_layer(config, 0);
    return macs_of(plans.qkv_proj, tokens) + macs_of(plans.o_proj, tokens) +
           macs_of(plans.gate_up_proj, tokens) + macs_of(plans.down_proj, tokens);
}

double layer_calibration_macs(const ModelConfig& config, std::size_t tokens) {
    const LayerPlans plans = plan_layer(config, 0);
    return layer_pass_macs(config, tokens) + quantization_macs(plans.qkv_proj, tokens) +
           quantization_macs(plans.o_proj, tokens) + quantization_macs(plans.gate_up_proj, tokens) +
           quantization_macs(plans.down_proj, tokens);
}

double layer_cost_macs(const ModelConfig& config, std::size_t tokens) {
    return static_cast<double>(kLinearsPerLayer) * layer_pass_macs(config, tokens);
}

double output_calibration_macs(const ModelConfig& config, std::size_t tokens) {
    return quantization_macs(plan_output(config), tokens);
}

double loss_macs(const ModelConfig& config, std::size_t tokens) {
    return static_cast<double>(config.n_layers) * layer_pass_macs(config, tokens) +
           macs_of(plan_output(config), tokens);
}

} // namespace sotto::inference
