#include "inference/model/model_config.h"
#include "inference/model/tensor_plan.h"
#include "inference/quantization/weight_layout.h"
#include "tests/fuzz/mutators/json_mutator.h"
#include "tests/fuzz/parts.h"
#include "tests/fuzz/target.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::fuzz {

namespace {

constexpr std::size_t kParts = 2;

/// Parts: config.json, generation_config.json. An accepted one gives a tensor plan and a layout.
bool run(std::string_view input) {
    using namespace inference;
    const std::vector<std::string> parts = split_parts(input, kParts);
    const auto config = parse_model_config(parts[0], parts[1]);
    if (!config) {
        return false;
    }
    require(config->layers.size() == config->n_layers, "each layer has its settings");
    require(config->n_heads % config->n_kv_heads == 0, "heads share keys evenly");
    constexpr std::size_t kEnoughLayers = 64; // more would only be slower
    if (config->n_layers > kEnoughLayers) {
        return true;
    }
    const auto plan = planned_tensors(*config);
    const WeightLayout layout(plan, WeightDtype::int4);
    require(layout.file_bytes() >= config->vocabulary_size * config->hidden_size / 2,
            "a layout has room for the embedding");
    return true;
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_parts(input, kParts, max_bytes, mutation,
                        [&mutation](std::size_t, std::string_view part, std::size_t most) {
                            return mutate_json(part, most, mutation);
                        });
}

} // namespace

const Target& config_target() {
    static constexpr Target kTarget{"config", run, mutate};
    return kTarget;
}

} // namespace sotto::fuzz
