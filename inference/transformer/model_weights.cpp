#include "inference/transformer/model_weights.h"

#include "inference/family/tensor_names.h"
#include "inference/transformer/memory_budget.h"

#include <algorithm>
#include <utility>

namespace sotto::inference {

namespace {

// Tokens in the cache for which there must be memory when a model is loaded. More is checked when
// it is needed.
constexpr std::size_t kPlannedContextTokens = 2048;

Result<PackedWeights> open_packed(const ModelConfig& config, WeightSource& weights, KvDtype kv,
                                  const LoadOptions& options) {
    const auto dtype = layer_dtype(config, weights);
    if (!dtype) {
        return std::unexpected(dtype.error());
    }
    const auto bytes = packed_weights_bytes(config, *dtype);
    const auto context = std::min(kPlannedContextTokens, config.max_positions);
    const auto need = estimate_memory(config, bytes, kv, context);
    if (auto verdict = check_memory(need, options.memory, MemoryUse::model); !verdict) {
        return std::unexpected(verdict.error());
    }
    PackingOptions packing{options.stop, {}, options.int4};
    if (options.on_layer) {
        packing.on_packed = [&](std::size_t done) {
            if (done % kLinearsPerLayer == 0) {
                options.on_layer(done / kLinearsPerLayer, config.n_layers);
            }
        };
    }
    return open_packed_weights(plan_model(config), weights, options.packed,
                               static_cast<std::uint64_t>(bytes), packing);
}

Result<std::vector<LayerWeights>> load_layers(const ModelConfig& config, LinearLoader& loader,
                                              PackedOrigin origin, const LoadOptions& options) {
    std::vector<LayerWeights> layers;
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        if (options.stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        auto layer = LayerWeights::load(config, i, loader);
        if (!layer) {
            return std::unexpected(layer.error());
        }
        layers.push_back(*std::move(layer));
        // Packing has reported the layers already.
        if (options.on_layer && origin != PackedOrigin::written) {
            options.on_layer(i + 1, config.n_layers);
        }
    }
    return layers;
}

} // namespace

Result<ModelWeights> ModelWeights::load(const ModelConfig& config, WeightSource& weights,
                                        KvDtype kv, const LoadOptions& options) {
    auto packed = open_packed(config, weights, kv, options);
    if (!packed) {
        return std::unexpected(packed.error());
    }
    LinearLoader loader(weights, packed->file, options.int4);
    auto layers = load_layers(config, loader, packed->origin, options);
    if (!layers) {
        return std::unexpected(layers.error());
    }
    auto head = OutputHead::load(config, loader);
    weights.release();
    return std::move(head).transform([&](OutputHead rest) {
        return ModelWeights{*std::move(packed), *std::move(layers), std::move(rest)};
    });
}

Result<WeightDtype> layer_dtype(const ModelConfig& config, WeightSource& weights) {
    const auto dtype = weights
                           .matrix(layer_tensor(0, tensor_names::kDownProj), config.hidden_size,
                                   config.intermediate_size)
                           .transform(dtype_of);
    weights.release();
    return dtype.transform([](MatrixDtype one) {
        return one == MatrixDtype::f32    ? WeightDtype::f32
               : one == MatrixDtype::int8 ? WeightDtype::int8
                                          : WeightDtype::int4;
    });
}

} // namespace sotto::inference
