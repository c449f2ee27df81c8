#pragma once

#include "inference/attention/attention_kernels.h"
#include "inference/kv/kv_cache.h"
#include "inference/model/model_config.h"
#include "inference/xnnpack/xnn.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace sotto::inference {

/// Most rows of a pass that verifies candidates. Up to so many give, bit for bit, what each would
/// alone: speculation rests on it.
inline constexpr std::size_t kMaxVerifiedRows = 8;

/// Grouped-query attention of new tokens over a cache: softmax(q·k) v, with a running maximum and
/// sum over tiles of 64 tokens. The query heads of a group share each load of keys and values. Work
/// is split over KV heads and blocks of query rows; up to kMaxVerifiedRows rows are taken one by
/// one, and over parts of the sequence. Where a row's sequence is cut depends on its position
/// alone, so that results depend neither on the number of threads nor, for so few, on the rows
/// beside it. All memory is taken at construction. Runs on: the inference thread and the pool's.
class Attention {
public:
    /// `max_rows`: of one call. `threads`: of the pool that will be used.
    Attention(const ModelConfig& config, std::size_t max_rows, std::size_t threads);

    /// `queries`: the tokens at positions first_position … + rows − 1, already in the cache
    /// (stored, not necessarily counted). Shape of `queries`: [rows, query_stride], heads side by
    /// side, scaled already; of `output`: [rows, output_stride]. After a stop the output means
    /// nothing.
    void run(const KvCache& cache, std::size_t layer, std::size_t first_position, std::size_t rows,
             const float* queries, std::size_t query_stride, float* output,
             std::size_t output_stride, ThreadPool& pool, const std::stop_token& stop = {});

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
    void finish(const Call& call, const Task& task, const QueryBlock& block) const;
    void keep(std::size_t index, const QueryBlock& block);
    void merge(const Call& call, std::size_t index) const;

    std::vector<std::optional<std::size_t>> windows_; // of the layers
    std::size_t n_heads_;
    std::size_t n_kv_heads_;
    std::size_t head_dim_;
    std::size_t width_;         // head_dim_, padded
    std::size_t rows_per_task_; // query rows; each has n_heads_ / n_kv_heads_ query vectors
    std::size_t max_vectors_;   // of a task
    std::size_t max_parts_;     // of the sequence of one row
    std::size_t workers_;
    std::size_t worker_bytes_;
    std::unique_ptr<std::byte[], AlignedDelete> scratch_; // [workers, worker_bytes]
    // Results of parts of the sequence, by task of one row: [tasks, group] maxima and sums, [tasks,
    // group, width].
    std::vector<float> part_maximum_;
    std::vector<float> part_sum_;
    std::vector<float> part_output_;
};

} // namespace sotto::inference
