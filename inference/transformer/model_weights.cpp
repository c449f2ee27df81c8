#include "inference/transformer/model_weights.h"

#include "inference/family/family.h"
#include "inference/family/tensor_names.h"
#include "inference/transformer/memory_budget.h"

#include <algorithm>
#include <utility>

namespace sotto::inference {

namespace {

// Tokens in the cache for which there must be memory when a model is loaded. More is checked when
// it is needed.
constexpr std::size_t kPlannedContextTokens = 2048;

// Weights that were not trained with activations rounded per token lose less with blocks.
std::optional<Int4Kernels> kernels_of(const ModelConfig& config, const LoadOptions& options) {
    const bool is_per_token = spec_of(config.family).is_trained_for_int4;
    return options.int4 || is_per_token ? options.int4 : Int4Kernels::blocks;
}

Result<PackedWeights> open_packed(const ModelConfig& config, WeightSource& weights, KvDtype kv,
                                  const LoadOptions& options) {
    const auto size = packed_weights_bytes(config, weights);
    if (!size) {
        return std::unexpected(size.error());
    }
    const auto bytes = *size;
    const auto context = std::min(kPlannedContextTokens, config.max_positions);
    const auto need = estimate_memory(config, bytes, kv, context);
    if (auto verdict = check_memory(need, options.memory, MemoryUse::model); !verdict) {
        return std::unexpected(verdict.error());
    }
    PackingOptions packing{options.stop, {}, kernels_of(config, options)};
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
    LinearLoader loader(weights, packed->file, kernels_of(config, options));
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

Result<std::int64_t> packed_weights_bytes(const ModelConfig& config, WeightSource& weights) {
    const auto dtype = layer_dtype(config, weights);
    if (!dtype || *dtype != WeightDtype::blocks) {
        return dtype.transform([&](auto one) { return packed_weights_bytes(config, one); });
    }
    std::int64_t bytes = 0;
    for (const LinearPlan& plan : plan_model(config)) {
        for (const NamedMatrix& one : plan.matrices) {
            const auto matrix = weights.matrix(one.name, one.rows, plan.cols);
            if (!matrix) {
                return std::unexpected(matrix.error());
            }
            bytes += static_cast<std::int64_t>(PackedBlockMatrix::packed_bytes(*matrix));
        }
    }
    weights.release();
    return bytes;
}

Result<WeightDtype> layer_dtype(const ModelConfig& config, WeightSource& weights) {
    const auto dtype = weights
                           .matrix(layer_tensor(0, tensor_names::kDownProj), config.hidden_size,
                                   config.intermediate_size)
                           .transform(dtype_of);
    weights.release();
    return dtype.transform([](MatrixDtype one) {
        switch (one) {
        case MatrixDtype::f32:
            return WeightDtype::f32;
        case MatrixDtype::int8:
            return WeightDtype::int8;
        case MatrixDtype::blocks:
            return WeightDtype::blocks;
        case MatrixDtype::int4:
        case MatrixDtype::int4_channel:
            break;
        }
        return WeightDtype::int4;
    });
}

} // namespace sotto::inference
