#pragma once

#include "inference/model/model_config.h"

#include <cstddef>

namespace sotto::test {

/// The size of a key or value vector in two_layers().
inline constexpr std::size_t kHeadDim = 4;

/// Two layers of two heads: layer 0 is global, layer 1 has a window of `window` tokens.
inline inference::ModelConfig two_layers(std::size_t window) {
    inference::ModelConfig config;
    config.n_layers = 2;
    config.n_heads = 2;
    config.n_kv_heads = 2;
    config.head_dim = kHeadDim;
    config.layers.resize(2);
    config.layers[1].window = window;
    return config;
}

} // namespace sotto::test
