#include "app/measurement/open_model.h"

#include "app/runtime/model_choice.h"
#include "core/clock.h"
#include "inference/model/model_config.h"
#include "inference/model/model_file.h"
#include "inference/transformer/random_weights.h"
#include "inference/xnnpack/thread_count.h"

#include <chrono>
#include <filesystem>
#include <utility>

namespace sotto::app {

namespace {

using inference::ModelConfig;

// Completes a model that has its weights. `started_at`: when loading began.
Result<OpenModel> build(OpenModel model, const ModelConfig& config, const ModelOptions& options,
                        const inference::PackedLocation& place, const std::stop_token& stop,
                        std::chrono::steady_clock::time_point started_at) {
    const int threads = options.threads.value_or(0);
    model.threads =
        threads > 0 ? static_cast<std::size_t>(threads) : inference::default_thread_count();
    model.kv = options.kv.value_or(model.kv);
    inference::LoadOptions control;
    control.stop = stop;
    control.packed = place;
    auto transformer = inference::Transformer::create(config, *model.weights, model.kv,
                                                      static_cast<int>(model.threads), control);
    if (!transformer) {
        return std::unexpected(std::move(transformer.error()));
    }
    model.transformer = std::move(*transformer);
    model.load_seconds = std::chrono::duration<double>(SteadyClock().now() - started_at).count();
    return model;
}

} // namespace

inference::PackedLocation packed_place_of(const CommandContext& context,
                                          const ModelDetails& details) {
    return inference::packed_location(context.paths().packed_weights(), details.summary.folder);
}

Result<OpenModel> open_model(const ModelDetails& details, const ModelOptions& options,
                             const inference::PackedLocation& place, const std::stop_token& stop) {
    const auto started_at = SteadyClock().now();
    const std::filesystem::path folder = details.summary.folder;
    auto config = inference::read_model_config(folder);
    if (!config) {
        return std::unexpected(std::move(config.error()));
    }
    auto weights = inference::ModelFile::open(folder / inference::kWeightsFileName);
    if (!weights) {
        return std::unexpected(std::move(weights.error()));
    }
    OpenModel model;
    model.name = details.summary.name;
    model.kv = kv_dtype_for(details.summary.weights);
    model.weights = std::move(*weights);
    return build(std::move(model), *config, options, place, stop, started_at);
}

Result<OpenModel> open_shape(const std::string& shape, const ModelOptions& options,
                             const inference::PackedLocation& place, const std::stop_token& stop) {
    const auto started_at = SteadyClock().now();
    const auto config = inference::published_shape(shape);
    if (!config) {
        return fail(ErrorCode::not_found, "there is no shape with this name");
    }
    OpenModel model;
    model.name = shape;
    model.weights = std::make_unique<inference::RandomWeights>(*config);
    return build(std::move(model), *config, options, place, stop, started_at);
}

} // namespace sotto::app
