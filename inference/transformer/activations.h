#pragma once

#include "inference/model/model_config.h"
#include "inference/xnnpack/padding.h"

#include <cstddef>
#include <iterator>
#include <vector>

namespace sotto::inference {

/// The activations of one chunk, in one piece of memory that is taken when the model is loaded.
/// Inputs of linears have n_tokens padded_width() apart and zeros beyond a token's end; outputs are
/// dense.
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
    float* x = nullptr;         // [n_tokens, hidden_stride] the residual stream
    float* normed = nullptr;    // [n_tokens, hidden_stride]
    float* qkv = nullptr;       // [n_tokens, qkv_width] queries, keys, values
    float* attended = nullptr;  // [n_tokens, attended_stride]
    float* projected = nullptr; // [n_tokens, hidden_size] what a part adds to the residual stream
    float* gate_up = nullptr;   // [n_tokens, 2 · intermediate_size]
    float* gated = nullptr;     // [n_tokens, gated_stride]

private:
    std::vector<float> memory_;
};

} // namespace sotto::inference
