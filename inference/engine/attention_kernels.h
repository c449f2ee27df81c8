#pragma once

#include "core/language_model.h"
#include "inference/engine/kv_cache.h"

#include <cstddef>

// The inner loops of attention, with the instructions found at run time.
namespace sotto::inference {

/// Query vectors that look at the same keys, and the running softmax of each (Source: online
/// softmax, Milakov and Gimelshein 2018). `rows` vectors, `stride` elements apart, of
/// padded_head_dim elements.
struct QueryTile {
    std::size_t rows = 0;
    std::size_t stride = 0;
    const float* queries = nullptr;     ///< [rows, stride], scaled already
    const std::size_t* first = nullptr; ///< [rows] first position each row sees
    const std::size_t* end = nullptr;   ///< [rows] one past the last position each row sees
    float* maximum = nullptr;           ///< [rows] of the scores so far
    float* sum = nullptr;               ///< [rows] of e^(score − maximum)
    float* output = nullptr;            ///< [rows, stride] sum of e^(score − maximum) · value
    float* scores = nullptr;            ///< [rows, 64] scratch
    float* keys = nullptr;              ///< [padded_head_dim, 64] scratch
    float* values = nullptr;            ///< [64, padded_head_dim] scratch
};

/// Takes the 64 tokens from `position` on into the rows' softmax.
void attend_tile(const KvLayout& layout, const KvTile& tile, std::size_t position,
                 const QueryTile& queries);

} // namespace sotto::inference
