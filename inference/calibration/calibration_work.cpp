#include "inference/calibration/calibration_work.h"

#include "inference/model/weights.h"

namespace sotto::inference {

namespace {

// Scales that are tried for a group; each costs half a group's width for every weight.
constexpr double kScalesTried = 36;

double work_of(const LinearPlan& plan, std::size_t tokens) {
    return static_cast<double>(plan.rows() * plan.cols) * static_cast<double>(tokens);
}

} // namespace

double quantization_work(const LinearPlan& plan, std::size_t tokens) {
    const auto rows = static_cast<double>(plan.rows());
    const auto cols = static_cast<double>(plan.cols);
    const double moments = static_cast<double>(tokens) * cols * cols / 2;
    const double factors = cols * cols * cols / 6;
    const double feedback = rows * cols * cols / 2;
    const double scales = rows * cols * kScalesTried * kInt4BlockSize / 2;
    return moments + factors + feedback + scales;
}

double layer_pass_work(const ModelConfig& config, std::size_t tokens) {
    const LayerPlans plans = plan_layer(config, 0);
    return work_of(plans.qkv_proj, tokens) + work_of(plans.o_proj, tokens) +
           work_of(plans.gate_up_proj, tokens) + work_of(plans.down_proj, tokens);
}

double layer_calibration_work(const ModelConfig& config, std::size_t tokens) {
    const LayerPlans plans = plan_layer(config, 0);
    return layer_pass_work(config, tokens) + quantization_work(plans.qkv_proj, tokens) +
           quantization_work(plans.o_proj, tokens) + quantization_work(plans.gate_up_proj, tokens) +
           quantization_work(plans.down_proj, tokens);
}

double layer_cost_work(const ModelConfig& config, std::size_t tokens) {
    return static_cast<double>(kLinearsPerLayer) * layer_pass_work(config, tokens);
}

double output_calibration_work(const ModelConfig& config, std::size_t tokens) {
    return quantization_work(plan_output(config), tokens);
}

double loss_work(const ModelConfig& config, std::size_t tokens) {
    return static_cast<double>(config.n_layers) * layer_pass_work(config, tokens) +
           work_of(plan_output(config), tokens);
}

} // namespace sotto::inference
