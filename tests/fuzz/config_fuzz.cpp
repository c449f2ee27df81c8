#include "inference/import/manifest.h"
#include "inference/import/tensor_plan.h"
#include "inference/import/weight_layout.h"
#include "inference/model/model_config.h"
#include "tests/fuzz/json_mutator.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

} // namespace

/// Input: a config.json. What is accepted must lead to a plan and a layout that can be computed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sotto::inference;
    static_cast<void>(parse_manifest(as_text(data, size)));
    const auto config = parse_model_config(as_text(data, size), as_text(data, size));
    if (!config) {
        return 0;
    }
    const auto plan = planned_tensors(*config);
    const WeightLayout layout(plan, sotto::WeightForm::int4);
    if (config->layers.size() != config->n_layers ||
        layout.file_bytes() < config->vocabulary_size * config->hidden_size / 2) {
        std::abort();
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most_bytes, unsigned seed) {
    return sotto::fuzz::give_back(sotto::fuzz::mutate_json(as_text(data, size), most_bytes, seed),
                                  data, most_bytes);
}
