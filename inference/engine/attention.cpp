#include "inference/engine/attention.h"

#include "inference/engine/row_kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sotto::inference {

namespace {

// Query vectors of one task: enough to pay for widening a tile, few enough for the first cache.
constexpr std::size_t kVectorsPerTask = 40;
// The sequence of a few rows is cut into parts of at least this many tokens, for the threads.
constexpr std::size_t kMinPartTokens = 512;
constexpr std::size_t kMaxParts = 16;

// Tokens of a part for the query at `position`. Parts begin at multiples of it, so that the same
// query is cut the same way whichever other rows are computed with it.
std::size_t part_tokens_at(std::size_t position) {
    auto tokens = kMinPartTokens;
    while (position / tokens >= kMaxParts) {
        tokens *= 2;
    }
    return tokens;
}

// The vectors of one task in memory of this thread, which is kept from task to task.
struct Task {
    QueryTile tile;
    float* packed = nullptr;      // [vectors, width], tile.queries
    std::size_t* first = nullptr; // [vectors], tile.first
    std::size_t* end = nullptr;   // [vectors], tile.end
};

Task prepare_task(std::size_t vectors, std::size_t width) {
    thread_local std::vector<float> floats;
    thread_local std::vector<std::size_t> positions;
    const auto tile_floats = width * kKvTileTokens;
    const auto needed = 2 * tile_floats + vectors * (2 * width + kKvTileTokens + 2);
    floats.resize(std::max(floats.size(), needed));
    positions.resize(std::max(positions.size(), 2 * vectors));
    float* memory = floats.data();
    const auto take = [&memory](std::size_t count) {
        float* const taken = memory;
        memory += count;
        return taken;
    };
    Task task;
    task.packed = take(vectors * width);
    task.first = positions.data();
    task.end = task.first + vectors;
    task.tile.rows = vectors;
    task.tile.stride = width;
    task.tile.queries = task.packed;
    task.tile.first = task.first;
    task.tile.end = task.end;
    task.tile.output = take(vectors * width);
    task.tile.maximum = take(vectors);
    task.tile.sum = take(vectors);
    task.tile.scores = take(vectors * kKvTileTokens);
    task.tile.keys = take(tile_floats);
    task.tile.values = take(tile_floats);
    std::fill_n(task.packed, 2 * vectors * width, 0.0F); // and the output behind it
    std::fill_n(task.tile.maximum, vectors, -std::numeric_limits<float>::max());
    std::fill_n(task.tile.sum, vectors, 0.0F);
    return task;
}

} // namespace

// Query rows [row, row + rows) of one KV head over the positions [begin, end).
struct Attention::Part {
    std::size_t kv_head;
    std::size_t row;
    std::size_t rows;
    std::size_t first_position; // of row 0
    std::size_t begin;
    std::size_t end;
    std::optional<std::size_t> index; // the part of the sequence; nothing = all of it
};

Attention::Attention(const ModelConfig& config, std::size_t max_rows)
    : n_heads_(config.n_heads), n_kv_heads_(config.n_kv_heads), head_dim_(config.head_dim),
      width_(KvLayout{KvForm::f32, n_kv_heads_, head_dim_}.padded_head_dim()),
      rows_per_task_(std::clamp<std::size_t>(kVectorsPerTask / (n_heads_ / n_kv_heads_), 1,
                                             std::max<std::size_t>(max_rows, 1))),
      part_maximum_(kMaxParts * kMaxVerifiedRows * n_heads_), part_sum_(part_maximum_.size()),
      part_output_(part_maximum_.size() * width_) {
    for (const auto& layer : config.layers) {
        windows_.push_back(layer.window);
    }
}

void Attention::run(const KvCache& cache, std::size_t layer, std::size_t first_position,
                    std::size_t rows, const float* queries, std::size_t query_stride, float* output,
                    std::size_t output_stride, ThreadPool& pool) {
    if (rows <= kMaxVerifiedRows) {
        for (std::size_t row = 0; row < rows;) {
            const auto tokens = part_tokens_at(first_position + row);
            auto count = std::size_t{1};
            while (row + count < rows && part_tokens_at(first_position + row + count) == tokens) {
                ++count;
            }
            run_few(cache, layer, {0, row, count, first_position, 0, 0, {}}, tokens, queries,
                    query_stride, output, output_stride, pool);
            row += count;
        }
        return;
    }
    const auto row_tasks = (rows + rows_per_task_ - 1) / rows_per_task_;
    // Long tasks (late rows see more) first, so that the threads end together.
    pool.parallel_for(row_tasks * n_kv_heads_, [&](std::size_t i) {
        const auto row = (row_tasks - 1 - i / n_kv_heads_) * rows_per_task_;
        const auto count = std::min(rows_per_task_, rows - row);
        const Part part{i % n_kv_heads_,
                        row,
                        count,
                        first_position,
                        first_seen(layer, first_position + row),
                        first_position + row + count,
                        {}};
        attend(cache, layer, part, queries, query_stride, output, output_stride);
    });
}

std::size_t Attention::first_seen(std::size_t layer, std::size_t position) const {
    const auto window = windows_[layer];
    return window && position + 1 > *window ? position + 1 - *window : 0;
}

// All parts of the rows of `few`.
void Attention::run_few(const KvCache& cache, std::size_t layer, const Part& few,
                        std::size_t part_tokens, const float* queries, std::size_t query_stride,
                        float* output, std::size_t output_stride, ThreadPool& pool) {
    const auto begin = first_seen(layer, few.first_position + few.row);
    const auto end = few.first_position + few.row + few.rows;
    const auto first_part = begin / part_tokens;
    const auto parts = (end - 1) / part_tokens + 1 - first_part;
    pool.parallel_for(parts * n_kv_heads_, [&](std::size_t i) {
        const auto index = i / n_kv_heads_;
        const auto from = (first_part + index) * part_tokens;
        auto part = few;
        part.kv_head = i % n_kv_heads_;
        part.begin = std::max(from, begin);
        part.end = std::min(from + part_tokens, end);
        part.index = index;
        attend(cache, layer, part, queries, query_stride, output, output_stride);
    });
    for (auto row = few.row; row < few.row + few.rows; ++row) {
        for (std::size_t head = 0; head < n_heads_; ++head) {
            merge(row, head, parts, output + row * output_stride + head * head_dim_);
        }
    }
}

void Attention::attend(const KvCache& cache, std::size_t layer, const Part& part,
                       const float* queries, std::size_t query_stride, float* output,
                       std::size_t output_stride) {
    const auto group = n_heads_ / n_kv_heads_;
    const auto vectors = part.rows * group;
    const auto task = prepare_task(vectors, width_);
    for (std::size_t i = 0; i < vectors; ++i) {
        const auto row = part.row + i / group;
        const auto head = part.kv_head * group + i % group;
        std::copy_n(queries + row * query_stride + head * head_dim_, head_dim_,
                    task.packed + i * width_);
        const auto position = part.first_position + row;
        task.first[i] = std::max(first_seen(layer, position), part.begin);
        task.end[i] = std::min(position + 1, part.end);
    }
    for (auto index = part.begin / kKvTileTokens; index * kKvTileTokens < part.end; ++index) {
        attend_tile(cache.layout(), cache.tile(layer, part.kv_head, index), index * kKvTileTokens,
                    task.tile);
    }
    finish(part, task.tile, output, output_stride);
}

// Divides by the sums, or keeps maxima, sums and outputs of a part for merge().
void Attention::finish(const Part& part, const QueryTile& tile, float* output,
                       std::size_t output_stride) {
    const auto group = n_heads_ / n_kv_heads_;
    for (std::size_t i = 0; i < tile.rows; ++i) {
        const auto head = part.kv_head * group + i % group;
        float* const sums = tile.output + i * width_;
        if (part.index) {
            const auto at = part_at(*part.index, part.row + i / group, head);
            part_maximum_[at] = tile.maximum[i];
            part_sum_[at] = tile.sum[i];
            std::copy_n(sums, width_, part_output_.data() + at * width_);
        } else {
            scale_by(sums, 1.0F / tile.sum[i], width_);
            std::copy_n(sums, head_dim_,
                        output + (part.row + i / group) * output_stride + head * head_dim_);
        }
    }
}

// A part that a row does not see has no weight.
void Attention::merge(std::size_t row, std::size_t head, std::size_t parts, float* output) {
    float maximum = -std::numeric_limits<float>::max();
    for (std::size_t part = 0; part < parts; ++part) {
        maximum = std::max(maximum, part_maximum_[part_at(part, row, head)]);
    }
    float sum = 0;
    std::fill_n(output, head_dim_, 0.0F);
    for (std::size_t part = 0; part < parts; ++part) {
        const auto at = part_at(part, row, head);
        const float weight = std::exp(part_maximum_[at] - maximum);
        sum += weight * part_sum_[at];
        for (std::size_t i = 0; i < head_dim_; ++i) {
            output[i] += weight * part_output_[at * width_ + i];
        }
    }
    scale_by(output, 1.0F / sum, head_dim_);
}

} // namespace sotto::inference
