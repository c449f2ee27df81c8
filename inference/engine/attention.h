#pragma once

#include "inference/engine/attention_kernels.h"
#include "inference/engine/kv_cache.h"
#include "inference/engine/xnn.h"
#include "inference/model/model_config.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace sotto::inference {

/// Grouped-query attention of new tokens over a cache: softmax(q·k) v in f32, with a running
/// maximum and sum over tiles of 64 tokens. The query heads of a group share each load of keys and
/// values. Work is split over KV heads and query rows and, for few rows, over parts of the
/// sequence; the split depends on the shapes alone, so that results do not depend on the number of
/// threads. Runs on: the inference thread and the pool's.
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
    void attend(const KvCache& cache, std::size_t layer, const Part& part, const float* queries,
                std::size_t query_stride, float* output, std::size_t output_stride);
    void finish(const Part& part, const QueryTile& tile, float* output, std::size_t output_stride);
    void merge(std::size_t head, std::size_t parts, float* output);

    std::vector<std::optional<std::size_t>> windows_; // of the layers
    std::size_t n_heads_;
    std::size_t n_kv_heads_;
    std::size_t head_dim_;
    std::size_t width_;         // head_dim_, padded
    std::size_t rows_per_task_; // query rows; each has n_heads_ / n_kv_heads_ query vectors
    // Results of parts of the sequence: [parts, n_heads] maxima and sums, [parts, n_heads, width].
    std::vector<float> part_maximum_;
    std::vector<float> part_sum_;
    std::vector<float> part_output_;
};

} // namespace sotto::inference
