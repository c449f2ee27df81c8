#pragma once

#include "inference/attention/scratch_arena.h"
#include "inference/kv/kv_cache.h"

#include <cstddef>
#include <cstdint>

// The inner loops of attention, with the instructions found at run time.
namespace sotto::inference {

/// The positions [begin, end) of one KV head.
struct KvRange {
    const KvCache* cache = nullptr;
    std::size_t layer = 0;
    std::size_t head = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Query vectors that look at the same keys, and the softmax of each (Source: online softmax,
/// Milakov and Gimelshein 2018). `vectors` vectors, `stride` = padded_head_dim elements apart.
struct QueryBlock {
    std::size_t vectors = 0;
    std::size_t stride = 0;
    const float* queries = nullptr; ///< [vectors, stride], scaled already, zeros in the padding
    const std::int32_t* first = nullptr; ///< [vectors] first position each of them sees
    const std::int32_t* end = nullptr;   ///< [vectors] one past the last position each of them sees
    float* maximum = nullptr;            ///< [vectors] result: a maximum of the scores, or more
    float* sum = nullptr;                ///< [vectors] result: of e^(score − maximum)
    float* output = nullptr;      ///< [vectors, stride] result: sum of e^(score − maximum) · value
    std::byte* scratch = nullptr; ///< attention_scratch_bytes()
};

/// Attends keys and values of f32 or f16 in f32, over tiles of 64 tokens.
void attend_floats(const KvRange& range, const QueryBlock& block);

/// Attends int8 keys and values with queries and weights rounded to 8 bits (the weights anew for
/// every 64 tokens, with the values' scales in them); scores and sums stay f32. For gemv_arena
/// vectors: the lanes of a vector register are tokens, then dimensions.
void attend_int8_gemv(const KvRange& range, const QueryBlock& block);

/// The same for gemm_arena vectors: the lanes of a vector register are query vectors.
void attend_int8_gemm(const KvRange& range, const QueryBlock& block);

/// Up to here attend_int8_gemv is the faster one.
inline constexpr std::size_t kMaxGemvVectors = 8;

/// Memory that a block of `vectors` needs. Unit: bytes.
[[nodiscard]] std::size_t attention_scratch_bytes(std::size_t vectors, std::size_t stride);

} // namespace sotto::inference
