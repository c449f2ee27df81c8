#include "app/runtime/context_verdicts.h"

#include "app/runtime/model_choice.h"
#include "inference/model/model_config.h"
#include "inference/transformer/memory_budget.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace sotto::app {

namespace {

constexpr std::array<std::int64_t, 3> kContexts{8192, 32768, 131072};

// An upper estimate of the window, the library and the tokenizer.
constexpr std::int64_t kProgramBytes = std::int64_t{150} << 20U;

// 5- and 6-bit blocks are packed as 8 bits: about an eighth of a usual mixture.
constexpr std::int64_t kBlockGrowth = 8;

ContextVerdict::Fit fit_of(std::int64_t needed, std::int64_t available) {
    if (needed > available) {
        return ContextVerdict::Fit::too_large;
    }
    return needed > available / 4 * 3 ? ContextVerdict::Fit::tight
                                      : ContextVerdict::Fit::comfortable;
}

} // namespace

Result<std::vector<ContextVerdict>> context_verdicts(const ModelSummary& model,
                                                     std::int64_t available) {
    const auto config = inference::read_model_config(model.folder);
    if (!config) {
        return std::unexpected(config.error());
    }
    std::vector<ContextVerdict> verdicts;
    for (const std::int64_t tokens : kContexts) {
        const std::int64_t weights = model.weights == WeightDtype::blocks
                                         ? model.bytes + model.bytes / kBlockGrowth
                                         : inference::packed_weights_bytes(*config, model.weights);
        const inference::MemoryNeed need = inference::estimate_memory(
            *config, weights, kv_dtype_for(model.weights), static_cast<std::size_t>(tokens));
        const std::int64_t needed = need.total() + kProgramBytes;
        const bool is_beyond = tokens > static_cast<std::int64_t>(config->max_positions);
        verdicts.push_back(
            {.context_tokens = tokens,
             .needed_bytes = needed,
             .missing_bytes = std::max<std::int64_t>(0, needed - available),
             .fit = is_beyond ? ContextVerdict::Fit::beyond_model : fit_of(needed, available)});
    }
    return verdicts;
}

} // namespace sotto::app
