#pragma once

#include "inference/attention/scratch_arena.h"
#include "inference/kv/kv_cache.h"

#include <cstddef>
#include <cstdint>

// The inner loops of attention, dispatched at run time.
namespace sotto::inference {

/// The positions [begin, end) of one KV head.
struct KvRange {
    const KvCache* cache = nullptr;
    std::size_t layer = 0;
    std::size_t head = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Query vectors that attend to the same keys, and the state of each one's online softmax (Source:
/// Milakov and Gimelshein 2018). `vectors` vectors that lie `stride` = padded_head_dim elements
/// apart.
struct QueryBlock {
    std::size_t vectors = 0;
    std::size_t stride = 0;
    const float* queries = nullptr; ///< [vectors, stride], already scaled, zeros in the padding
    const std::int32_t* first = nullptr; ///< [vectors] first visible position
    const std::int32_t* end = nullptr;   ///< [vectors] one past the last visible position
    float* maximum = nullptr;     ///< [vectors] result: maximum of the scores, or an upper bound
    float* sum = nullptr;         ///< [vectors] result: Σ e^(score − maximum)
    float* output = nullptr;      ///< [vectors, stride] result: Σ e^(score − maximum) · value
    std::byte* scratch = nullptr; ///< attention_scratch_bytes()
};

/// Attention in f32 over f32 or f16 keys and values, in tiles of 64 tokens.
void attend_floats(const KvRange& range, const QueryBlock& block);

/// int8 attention for few query vectors (GEMV). Queries and softmax weights are rounded to 8 bits
/// (the weights per tile of 64 tokens, with the values' scales folded in); scores, maxima and sums
/// are f32. The lanes of a vector register are tokens for q · k, then dimensions for weights ·
/// values.
void attend_int8_gemv(const KvRange& range, const QueryBlock& block);

/// The same for many query vectors (GEMM): the lanes of a vector register are query vectors.
void attend_int8_gemm(const KvRange& range, const QueryBlock& block);

/// Up to this many query vectors attend_int8_gemv is the faster one.
inline constexpr std::size_t kMaxGemvVectors = 8;

/// Scratch for a block of `vectors` vectors. Unit: bytes.
[[nodiscard]] std::size_t attention_scratch_bytes(std::size_t vectors, std::size_t stride);

} // namespace sotto::inference
