#include "inference/attention/attention.h"

#include "inference/kernels/vector_ops.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <new>

namespace sotto::inference {

namespace {

// Query vectors per task: enough to share each tile of keys and values, few enough for the L2
// cache.
constexpr std::size_t kVectorsPerTask = 80;
// A short call (at most kMaxVerifiedTokens tokens) cuts the sequence until there are about this
// many tasks, into parts of at least kTokensPerPart tokens.
constexpr std::size_t kWantedTasks = 16;
constexpr std::size_t kTokensPerPart = 512;

} // namespace

// The arguments of one run() and how it is split (see the diagram in attention.h).
struct Attention::Call {
    const KvCache* cache;
    std::size_t layer;
    std::size_t first_position;
    std::size_t n_tokens;
    const float* queries;
    std::size_t query_stride;
    float* output;
    std::size_t output_stride;
    std::size_t tokens_per_task;
    std::size_t token_tasks;
    std::size_t parts; // of the token with the most parts
};

// Query tokens [token, token + n_tokens) of one KV head over the positions [begin, end).
struct Attention::Task {
    std::size_t kv_head;
    std::size_t token;
    std::size_t n_tokens;
    std::size_t begin;
    std::size_t end;
};

// Views into the scratch of one thread.
struct Attention::Worker {
    float* queries;      // [vectors, width]
    std::int32_t* first; // [vectors]
    std::int32_t* end;   // [vectors]
    float* maximum;      // [vectors]
    float* sum;          // [vectors]
    float* output;       // [vectors, width]
    std::byte* scratch;
    std::size_t bytes;

    Worker(std::byte* memory, std::size_t vectors, std::size_t width) {
        ScratchArena scratch_of(memory);
        queries = scratch_of.take<float>(vectors * width);
        first = scratch_of.take<std::int32_t>(vectors);
        end = scratch_of.take<std::int32_t>(vectors);
        maximum = scratch_of.take<float>(vectors);
        sum = scratch_of.take<float>(vectors);
        output = scratch_of.take<float>(vectors * width);
        scratch = scratch_of.take<std::byte>(attention_scratch_bytes(vectors, width));
        bytes = scratch_of.used_bytes();
    }
};

void Attention::AlignedDelete::operator()(std::byte* bytes) const {
    ::operator delete[](bytes, std::align_val_t{ScratchArena::kAlignment});
}

Attention::Attention(const ModelConfig& config, std::size_t max_tokens, std::size_t threads)
    : n_heads_(config.n_heads), n_kv_heads_(config.n_kv_heads), head_dim_(config.head_dim),
      width_(KvLayout{KvDtype::f32, n_kv_heads_, head_dim_}.padded_head_dim()),
      tokens_per_task_(std::clamp<std::size_t>(kVectorsPerTask / (n_heads_ / n_kv_heads_), 1,
                                               std::max<std::size_t>(max_tokens, 1))),
      max_vectors_(tokens_per_task_ * (n_heads_ / n_kv_heads_)),
      max_parts_(std::max<std::size_t>(kWantedTasks / n_kv_heads_, 1)),
      workers_(std::max<std::size_t>(threads, 1)),
      worker_bytes_(Worker(nullptr, max_vectors_, width_).bytes),
      scratch_(static_cast<std::byte*>(
          ::operator new[](workers_* worker_bytes_, std::align_val_t{ScratchArena::kAlignment}))),
      part_maximum_(kMaxVerifiedTokens * max_parts_ * n_heads_), part_sum_(part_maximum_.size()),
      part_output_(part_maximum_.size() * width_) {
    for (const auto& layer : config.layers) {
        windows_.push_back(layer.window);
    }
}

Attention::Worker Attention::worker(std::size_t index) const {
    return {scratch_.get() + index * worker_bytes_, max_vectors_, width_};
}

void Attention::run(const KvCache& cache, std::size_t layer, std::size_t first_position,
                    std::size_t n_tokens, const float* queries, std::size_t query_stride,
                    float* output, std::size_t output_stride, ThreadPool& pool) {
    const bool is_short = n_tokens <= kMaxVerifiedTokens;
    const auto tokens_per_task = is_short ? 1 : tokens_per_task_;
    const auto token_tasks = (n_tokens + tokens_per_task - 1) / tokens_per_task;
    const auto parts = is_short ? parts_at(layer, first_position + n_tokens - 1) : 1;
    const Call call{&cache, layer,         first_position,  n_tokens,    queries, query_stride,
                    output, output_stride, tokens_per_task, token_tasks, parts};
    const auto base = token_tasks * n_kv_heads_;
    // Tasks are handed out here, since scratch belongs to the thread, not to the task.
    const auto tasks = base * call.parts;
    std::atomic<std::size_t> next = 0;
    pool.parallel_for(std::min(workers_, tasks), [&](std::size_t index) {
        const auto memory = worker(index);
        for (auto i = next++; i < tasks && !pool.stop_requested(); i = next++) {
            attend(call, i, memory);
        }
    });
    if (call.parts > 1 && !pool.stop_requested()) {
        for (std::size_t i = 0; i < base; ++i) {
            merge_partials(call, i);
        }
    }
}

// More parts for later positions, up to max_parts_.
std::size_t Attention::parts_at(std::size_t layer, std::size_t position) const {
    const auto seen = std::min(position + 1, windows_[layer].value_or(position + 1));
    return std::clamp<std::size_t>(seen / kTokensPerPart, 1, max_parts_);
}

// The task is empty where its token has fewer parts than others.
Attention::Task Attention::task(const Call& call, std::size_t index) const {
    const auto part = index / n_kv_heads_ % call.parts;
    // The longest tasks (later tokens see more) first, so that all threads end at about the same
    // time.
    const auto token_task = call.token_tasks - 1 - index / n_kv_heads_ / call.parts;
    Task task{index % n_kv_heads_, token_task * call.tokens_per_task, 0, 0, 0};
    task.n_tokens = std::min(call.tokens_per_task, call.n_tokens - task.token);
    const auto position = call.first_position + task.token;
    const auto window = windows_[call.layer].value_or(position + 1);
    const auto begin = position + 1 > window ? position + 1 - window : 0;
    const auto end = position + task.n_tokens;
    // Parts begin and end at tiles.
    const auto first_tile = begin / kKvTileTokens;
    const auto tiles = (end + kKvTileTokens - 1) / kKvTileTokens - first_tile;
    const auto parts = call.parts > 1 ? parts_at(call.layer, position) : 1;
    if (part >= parts) {
        return task;
    }
    const auto from = (first_tile + part * tiles / parts) * kKvTileTokens;
    const auto to = (first_tile + (part + 1) * tiles / parts) * kKvTileTokens;
    task.begin = std::max(from, begin);
    task.end = std::min(to, end);
    return task;
}

void Attention::attend(const Call& call, std::size_t index, const Worker& worker) {
    const auto task = this->task(call, index);
    if (task.begin == task.end) {
        return;
    }
    const auto group = n_heads_ / n_kv_heads_;
    const QueryBlock block{
        task.n_tokens * group, width_,     worker.queries, worker.first,  worker.end,
        worker.maximum,        worker.sum, worker.output,  worker.scratch};
    for (std::size_t i = 0; i < block.vectors; ++i) {
        const auto token = task.token + i / group;
        const auto head = task.kv_head * group + i % group;
        float* const query = worker.queries + i * width_;
        std::copy_n(call.queries + token * call.query_stride + head * head_dim_, head_dim_, query);
        std::fill(query + head_dim_, query + width_, 0.0F);
        const auto position = call.first_position + token;
        const auto window = windows_[call.layer].value_or(position + 1);
        const auto seen = position + 1 > window ? position + 1 - window : 0;
        worker.first[i] = static_cast<std::int32_t>(std::max(seen, task.begin));
        worker.end[i] = static_cast<std::int32_t>(std::min(position + 1, task.end));
    }
    const KvRange range{call.cache, call.layer, task.kv_head, task.begin, task.end};
    if (call.cache->layout().dtype != KvDtype::int8) {
        attend_floats(range, block);
    } else if (block.vectors <= kMaxGemvVectors) {
        attend_int8_gemv(range, block);
    } else {
        attend_int8_gemm(range, block);
    }
    if (call.parts > 1) {
        store_partial(index, block);
    } else {
        write_output(call, task, block);
    }
}

void Attention::write_output(const Call& call, const Task& task, const QueryBlock& block) const {
    const auto group = n_heads_ / n_kv_heads_;
    for (std::size_t i = 0; i < block.vectors; ++i) {
        const auto head = task.kv_head * group + i % group;
        float* const sums = block.output + i * width_;
        scale_by(sums, 1.0F / block.sum[i], head_dim_);
        std::copy_n(sums, head_dim_,
                    call.output + (task.token + i / group) * call.output_stride + head * head_dim_);
    }
}

void Attention::store_partial(std::size_t index, const QueryBlock& block) {
    const auto at = index * block.vectors;
    std::copy_n(block.maximum, block.vectors, part_maximum_.data() + at);
    std::copy_n(block.sum, block.vectors, part_sum_.data() + at);
    std::copy_n(block.output, block.vectors * width_, part_output_.data() + at * width_);
}

// Merges the parts of one token and KV head: out = Σ e^(max_p − max) · out_p / Σ e^(max_p − max) ·
// sum_p.
void Attention::merge_partials(const Call& call, std::size_t index) const {
    const auto group = n_heads_ / n_kv_heads_;
    const auto first = index / n_kv_heads_ * call.parts * n_kv_heads_ + index % n_kv_heads_;
    const auto [kv_head, token, n_tokens, begin, end] = task(call, first);
    const auto parts = parts_at(call.layer, call.first_position + token);
    for (std::size_t i = 0; i < group; ++i) {
        const auto at = [&](std::size_t part) { return (first + part * n_kv_heads_) * group + i; };
        float maximum = -std::numeric_limits<float>::max();
        for (std::size_t part = 0; part < parts; ++part) {
            maximum = std::max(maximum, part_maximum_[at(part)]);
        }
        const auto head = kv_head * group + i;
        float* const output = call.output + token * call.output_stride + head * head_dim_;
        float sum = 0;
        std::fill_n(output, head_dim_, 0.0F);
        for (std::size_t part = 0; part < parts; ++part) {
            const float weight = std::exp(part_maximum_[at(part)] - maximum);
            const float* const sums = part_output_.data() + at(part) * width_;
            sum += weight * part_sum_[at(part)];
            for (std::size_t dim = 0; dim < head_dim_; ++dim) {
                output[dim] += weight * sums[dim];
            }
        }
        scale_by(output, 1.0F / sum, head_dim_);
    }
}

} // namespace sotto::inference
