#pragma once

#include "inference/model/model_config.h"
#include "inference/xnnpack/padding.h"

#include <cstddef>
#include <iterator>
#include <vector>

namespace sotto::inference {

/// The activations of a chunk of tokens, in one allocation made when the model is loaded. Inputs of
/// linear layers have a stride of padded_width() with zeros in the padding; outputs are dense.
class Activations {
public:
    Activations(const ModelConfig& config, std::size_t max_tokens)
        : hidden_stride(padded_width(config.hidden_size)),
          qkv_width((config.n_heads + 2 * config.n_kv_heads) * config.head_dim),
          attended_stride(padded_width(config.n_heads * config.head_dim)),
          gated_stride(padded_width(config.intermediate_size)) {
        const std::size_t widths[] = {hidden_stride,      hidden_stride,
                                      qkv_width,          attended_stride,
                                      config.hidden_size, 2 * config.intermediate_size,
                                      gated_stride};
        std::size_t total = kOverreadBytes / sizeof(float);
        for (const auto width : widths) {
            total += max_tokens * width;
        }
        memory_.resize(total);
        float* next = memory_.data();
        float** const buffers[] = {&x, &normed, &qkv, &attended, &projected, &gate_up, &gated};
        for (std::size_t i = 0; i < std::size(widths); ++i) {
            *buffers[i] = next;
            next += max_tokens * widths[i];
        }
    }

    std::size_t hidden_stride;
    std::size_t qkv_width;
    std::size_t attended_stride;
    std::size_t gated_stride;
    float* x = nullptr;         // [tokens, hidden_stride] residual stream
    float* normed = nullptr;    // [tokens, hidden_stride]
    float* qkv = nullptr;       // [tokens, qkv_width] queries, keys, values
    float* attended = nullptr;  // [tokens, attended_stride] attention output
    float* projected = nullptr; // [tokens, hidden_size] what a sublayer adds to the residual stream
    float* gate_up = nullptr;   // [tokens, 2 · intermediate_size]
    float* gated = nullptr;     // [tokens, gated_stride]

private:
    std::vector<float> memory_;
};

} // namespace sotto::inference
