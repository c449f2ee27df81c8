#include "inference/transformer/model_weights.h"

#include "inference/transformer/memory_budget.h"

#include <algorithm>
#include <utility>

namespace sotto::inference {

namespace {

// Tokens in the cache that there must be memory for when a model is loaded. Whether there is for
// more is asked when they come.
constexpr std::size_t kPlannedContextTokens = 2048;

Result<PackedWeights> open_packed(const ModelConfig& config, WeightSource& weights, KvDtype kv,
                                  const LoadControl& control) {
    const auto form = form_of_layers(config, weights);
    if (!form) {
        return std::unexpected(form.error());
    }
    const auto bytes = packed_weights_bytes(config, *form);
    const auto context = std::min(kPlannedContextTokens, config.max_positions);
    const auto need = estimate_memory(config, bytes, kv, context);
    if (auto verdict = check_memory(need, control.memory, MemoryUse::model); !verdict) {
        return std::unexpected(verdict.error());
    }
    PackingControl packing{control.stop, {}, control.int4};
    if (control.on_layer) {
        packing.on_packed = [&](std::size_t done) {
            if (done % kLinearsPerLayer == 0) {
                control.on_layer(done / kLinearsPerLayer, config.n_layers);
            }
        };
    }
    return open_packed_weights(plan_model(config), weights, control.packed,
                               static_cast<std::uint64_t>(bytes), packing);
}

Result<std::vector<LayerWeights>> load_layers(const ModelConfig& config, LinearLoader& loader,
                                              PackedOrigin origin, const LoadControl& control) {
    std::vector<LayerWeights> layers;
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        if (control.stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        auto layer = LayerWeights::load(config, i, loader);
        if (!layer) {
            return std::unexpected(layer.error());
        }
        layers.push_back(*std::move(layer));
        // Who packed them has said so of each layer.
        if (control.on_layer && origin != PackedOrigin::written) {
            control.on_layer(i + 1, config.n_layers);
        }
    }
    return layers;
}

} // namespace

Result<ModelWeights> ModelWeights::load(const ModelConfig& config, WeightSource& weights,
                                        KvDtype kv, const LoadControl& control) {
    auto packed = open_packed(config, weights, kv, control);
    if (!packed) {
        return std::unexpected(packed.error());
    }
    LinearLoader loader(weights, packed->file, control.int4);
    auto layers = load_layers(config, loader, packed->origin, control);
    if (!layers) {
        return std::unexpected(layers.error());
    }
    auto outer = OuterWeights::load(config, loader);
    weights.release();
    return std::move(outer).transform([&](OuterWeights rest) {
        return ModelWeights{*std::move(packed), *std::move(layers), std::move(rest)};
    });
}

Result<WeightDtype> form_of_layers(const ModelConfig& config, WeightSource& weights) {
    const auto form = weights
                          .matrix("model.layers.0.mlp.down_proj.weight", config.hidden_size,
                                  config.intermediate_size)
                          .transform(form_of);
    weights.release();
    return form.transform([](MatrixDtype one) {
        return one == MatrixDtype::f32    ? WeightDtype::f32
               : one == MatrixDtype::int8 ? WeightDtype::int8
                                          : WeightDtype::int4;
    });
}

} // namespace sotto::inference
