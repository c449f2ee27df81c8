#pragma once

#include "inference/attention/attention_kernels.h"

// Layout of the attention kernels' scratch.
namespace sotto::inference {

/// Of attend_floats.
struct FloatScratch {
    FloatScratch(ScratchArena& scratch, std::size_t vectors, std::size_t width);

    float* scores; // [vectors, 64]
    float* keys;   // [width, 64], converted to f32
    float* values; // [64, width], converted to f32
};

/// Maximum number of lanes, and so of query vectors in a packet.
inline constexpr std::size_t kMaxLanes = 16;

/// Scores are in units of a query's step times a key's scale; multiplied by `factors` they are
/// exponents of 2. A masked position has this score, far below the initial maximum.
inline constexpr float kMaskedScore = -1e30F;
inline constexpr float kInitialMaximum = -1e29F;

/// Of attend_int8_gemv.
struct GemvScratch {
    GemvScratch(ScratchArena& scratch, std::size_t vectors, std::size_t width);

    std::int8_t* queries;  // [vectors, width]
    std::int32_t* starts;  // [vectors] initial values of the dot products
    float* factors;        // [vectors]
    float* maximum;        // [vectors]
    float* sums;           // [vectors, kMaxLanes]
    float* scores;         // [vectors, 64]
    std::uint8_t* weights; // [vectors, 64]
    float* weight_steps;   // [vectors]
    float* key_scales;     // [64]
    float* value_scales;   // [64]
};

/// N query vectors, one per lane; N = lanes of the target.
struct QueryPacket {
    std::size_t width = 0;
    std::size_t dims = 0; ///< computed dimensions: head_dim, rounded up to whole accumulators
    const std::int8_t* queries = nullptr; ///< [width / 4, N, 4]
    const float* factors = nullptr;       ///< [N]
    const std::int32_t* first = nullptr;  ///< [N]
    const std::int32_t* end = nullptr;    ///< [N]
    std::int32_t lowest_first = 0;
    std::int32_t highest_first = 0;
    std::int32_t lowest_end = 0;
    std::int32_t highest_end = 0;
    float* maximum = nullptr; ///< [N]
    float* sum = nullptr;     ///< [N]
    float* output = nullptr;  ///< [width, N]
};

/// Of attend_int8_gemm. N = lanes of the target; packets = vectors / N, rounded up.
struct GemmScratch {
    GemmScratch(ScratchArena& scratch, std::size_t vectors, std::size_t width);

    QueryPacket* packets;  // [packets]
    std::int8_t* query;    // [width] one quantized query vector
    std::int8_t* queries;  // [packets, width / 4, N, 4]
    std::int32_t* first;   // [packets, N]
    std::int32_t* end;     // [packets, N]
    float* factors;        // [packets, N]
    float* maximum;        // [packets, N]
    float* sum;            // [packets, N]
    float* output;         // [packets, width, N]
    float* scores;         // [64, N]
    std::uint8_t* weights; // [64 / 4, N, 4]
    std::int32_t* starts;  // [64] initial values of the dot products
    float* key_scales;     // [64]
    float* value_scales;   // [64]
};

} // namespace sotto::inference
