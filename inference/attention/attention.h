#pragma once

#include "inference/attention/attention_kernels.h"
#include "inference/kv/kv_cache.h"
#include "inference/model/model_config.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace sotto::inference {

/// Maximum number of tokens in a pass that verifies draft tokens. Such a batch gives the same bits
/// for each token as a pass over that token alone: speculative decoding relies on it.
inline constexpr std::size_t kMaxVerifiedTokens = 8;

// How a call is computed:
//
//   run() ── Call: the arguments, and how the work is split
//     │
//     │      long call (prefill)                   short call (≤ kMaxVerifiedTokens tokens)
//     │      KV heads × runs of query tokens       KV heads × single tokens × parts of the sequence
//     │
//     ├─ Task = one KV head, tokens [token, token + n_tokens), positions [begin, end)
//     │    index = (token task · parts + part) · n_kv_heads + KV head; an atomic counter hands
//     │    tasks out, the longest first
//     │
//     │    Worker 0                 Worker 1                …  one per thread, each with its own
//     │      queries, first, end      queries, first, end        slice of scratch_: worker_bytes_
//     │      maximum, sum, output     maximum, sum, output
//     │      kernel scratch           kernel scratch
//     │          │
//     │          │ QueryBlock: n_tokens × query group vectors that share the KV head's tiles
//     │          ▼
//     │    attend_floats (f32, f16) │ attend_int8_gemv (≤ kMaxGemvVectors) │ attend_int8_gemm
//     │          │ maximum, Σ e^(score − maximum), Σ e^(score − maximum) · value
//     │          ▼
//     │    parts = 1: write_output(): output / sum ──────────────────────────► output
//     │    parts > 1: store_partial(): slot `index` of part_maximum_, part_sum_, part_output_
//     │
//     └─ when all tasks are done, parts > 1: the calling thread merges the parts of each token and
//        KV head, merge_partials(): max = max_p maximum_p, w_p = e^(maximum_p − max),
//        output = Σ w_p · output_p / Σ w_p · sum_p ─────────────────────────► output
//
// Nobody else touches a Worker's scratch or a partial result's slot, so that tasks need no locks.

/// Grouped-query attention of new tokens over the KV cache, softmax(q · k) v, with an online
/// softmax over tiles of 64 tokens (FlashAttention). The query heads of a group share each load of
/// keys and values. How a call is split depends on shapes and positions alone, so that results
/// depend neither on the number of threads nor, in a short call, on the other tokens. All memory is
/// allocated at construction. Runs on: the inference thread and the pool's.
class Attention {
public:
    /// `max_tokens`: per call. `threads`: of the pool that will be used.
    Attention(const ModelConfig& config, std::size_t max_tokens, std::size_t threads);

    /// `queries`: of the tokens at positions first_position … + n_tokens − 1, whose keys and values
    /// are already stored in the cache (though not necessarily counted in its length). Shape of
    /// `queries`: [tokens, query_stride], heads side by side, already scaled; of `output`: [tokens,
    /// output_stride]. After a stop of the pool, which is heard between tasks, the output is
    /// meaningless.
    void run(const KvCache& cache, std::size_t layer, std::size_t first_position,
             std::size_t n_tokens, const float* queries, std::size_t query_stride, float* output,
             std::size_t output_stride, ThreadPool& pool);

private:
    struct Call;
    struct Task;
    struct Worker;
    struct AlignedDelete {
        void operator()(std::byte* bytes) const;
    };

    [[nodiscard]] Worker worker(std::size_t index) const;
    [[nodiscard]] std::size_t parts_at(std::size_t layer, std::size_t position) const;
    [[nodiscard]] Task task(const Call& call, std::size_t index) const;
    void attend(const Call& call, std::size_t index, const Worker& worker);
    void write_output(const Call& call, const Task& task, const QueryBlock& block) const;
    void store_partial(std::size_t index, const QueryBlock& block);
    void merge_partials(const Call& call, std::size_t index) const;

    std::vector<std::optional<std::size_t>> windows_; // by layer
    std::size_t n_heads_;
    std::size_t n_kv_heads_;
    std::size_t head_dim_;
    std::size_t width_;           // head_dim_, padded to kKvLaneElements
    std::size_t tokens_per_task_; // query tokens; each has n_heads_ / n_kv_heads_ query vectors
    std::size_t max_vectors_;     // per task
    std::size_t max_parts_;       // of one token's sequence
    std::size_t workers_;
    std::size_t worker_bytes_;
    std::unique_ptr<std::byte[], AlignedDelete> scratch_; // [workers, worker_bytes]
    // Partial results of a short call: [tasks, query group] maxima and sums, [tasks, query group,
    // width].
    std::vector<float> part_maximum_;
    std::vector<float> part_sum_;
    std::vector<float> part_output_;
};

} // namespace sotto::inference
