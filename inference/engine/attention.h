#pragma once

#include "inference/engine/attention_kernels.h"
#include "inference/engine/kv_cache.h"
#include "inference/engine/xnn.h"
#include "inference/model/model_config.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace sotto::inference {

/// Most rows of a pass that verifies candidates. Up to so many give, bit for bit, what each would
/// alone: speculation rests on it.
inline constexpr std::size_t kMaxVerifiedRows = 8;

/// Grouped-query attention of new tokens over a cache: softmax(q·k) v in f32, with a running
/// maximum and sum over tiles of 64 tokens. The query heads of a group share each load of keys and
/// values. Work is split over KV heads and query rows and, for up to kMaxVerifiedRows rows, over
/// parts of the sequence instead; where a row's sequence is cut depends on its position alone, so
/// that results depend neither on the number of threads nor on the rows beside it. Runs on: the
/// inference thread and the pool's.
class Attention {
public:
    Attention(const ModelConfig& config, std::size_t max_rows);

    /// `queries`: the tokens at positions first_position … + rows − 1, already in the cache
    /// (stored, not necessarily counted). Shape of `queries`: [rows, query_stride], heads side by
    /// side, scaled already; of `output`: [rows, output_stride].
    void run(const KvCache& cache, std::size_t layer, std::size_t first_position, std::size_t rows,
             const float* queries, std::size_t query_stride, float* output,
             std::size_t output_stride, ThreadPool& pool);

private:
    struct Part;
    void run_few(const KvCache& cache, std::size_t layer, const Part& few, std::size_t part_tokens,
                 const float* queries, std::size_t query_stride, float* output,
                 std::size_t output_stride, ThreadPool& pool);
    void attend(const KvCache& cache, std::size_t layer, const Part& part, const float* queries,
                std::size_t query_stride, float* output, std::size_t output_stride);
    void finish(const Part& part, const QueryTile& tile, float* output, std::size_t output_stride);
    void merge(std::size_t row, std::size_t head, std::size_t parts, float* output);
    [[nodiscard]] std::size_t first_seen(std::size_t layer, std::size_t position) const;
    [[nodiscard]] std::size_t part_at(std::size_t part, std::size_t row, std::size_t head) const {
        return (part * kMaxVerifiedRows + row) * n_heads_ + head;
    }

    std::vector<std::optional<std::size_t>> windows_; // of the layers
    std::size_t n_heads_;
    std::size_t n_kv_heads_;
    std::size_t head_dim_;
    std::size_t width_;         // head_dim_, padded
    std::size_t rows_per_task_; // query rows; each has n_heads_ / n_kv_heads_ query vectors
    // Results of parts of the sequence: [parts, rows, n_heads] maxima and sums,
    // [parts, rows, n_heads, width] outputs.
    std::vector<float> part_maximum_;
    std::vector<float> part_sum_;
    std::vector<float> part_output_;
};

} // namespace sotto::inference
