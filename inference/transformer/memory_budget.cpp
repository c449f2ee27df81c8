#include "inference/transformer/memory_budget.h"

#include "inference/attention/attention.h"
#include "inference/kv/kv_cache.h"
#include "inference/machine/control_group.h"
#include "inference/transformer/transformer.h"
#include "inference/xnnpack/padding.h"

#include <algorithm>
#include <format>
#include <string>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

// Tokenizer, libraries and everything else that is not the model: an estimate on the safe side.
constexpr std::int64_t kReserveBytes = std::int64_t{96} << 20U;

std::string in_words(std::int64_t bytes) {
    constexpr double kGigabyte = 1e9;
    constexpr double kMegabyte = 1e6;
    const auto number = static_cast<double>(std::max<std::int64_t>(bytes, 0));
    return number >= kGigabyte ? std::format("{:.1f} GB", number / kGigabyte)
                               : std::format("{:.0f} MB", number / kMegabyte);
}

std::int64_t as_bytes(std::size_t count, std::size_t each) {
    return static_cast<std::int64_t>(count) * static_cast<std::int64_t>(each);
}

// A matrix packed by XNNPACK: its weights, and per output row the sum, bias and scale.
std::int64_t packed_bytes(std::size_t rows, std::size_t cols, WeightDtype dtype) {
    constexpr std::size_t kRowsOfKernel = 16;
    const std::size_t held_rows = (rows + kRowsOfKernel - 1) / kRowsOfKernel * kRowsOfKernel;
    const std::size_t padded = padded_width(cols);
    switch (dtype) {
    case WeightDtype::int4:
        return as_bytes(held_rows, padded / 2 + padded / kInt4BlockSize * 2 + 2 * sizeof(float));
    case WeightDtype::int8:
    case WeightDtype::blocks: // about
        return as_bytes(held_rows, padded + padded / kInt4BlockSize * 2 + 3 * sizeof(float));
    case WeightDtype::f32:
        break;
    }
    return as_bytes(held_rows, (padded + 1) * sizeof(float));
}

} // namespace

std::optional<MemoryState> read_memory_state(const fs::path& root) {
    constexpr std::int64_t kKibibyte = 1024;
    const auto available = read_keyed_number(root / "proc/meminfo", "MemAvailable:");
    const auto group = read_group_memory(root);
    if (!available && !group) {
        return std::nullopt;
    }
    MemoryState state;
    state.available_bytes = available ? *available * kKibibyte : group->available;
    if (group) {
        state.available_bytes = std::min(state.available_bytes, group->available);
        state.limit_bytes = group->limit;
    }
    return state;
}

std::int64_t packed_weights_bytes(const ModelConfig& config, WeightDtype dtype) {
    const auto hidden = config.hidden_size;
    const auto q_width = config.n_heads * config.head_dim;
    const auto kv_width = config.n_kv_heads * config.head_dim;
    const std::int64_t layer = packed_bytes(q_width + 2 * kv_width, hidden, dtype) +
                               packed_bytes(hidden, q_width, dtype) +
                               packed_bytes(2 * config.intermediate_size, hidden, dtype) +
                               packed_bytes(hidden, config.intermediate_size, dtype);
    return static_cast<std::int64_t>(config.n_layers) * layer +
           packed_bytes(config.vocabulary_size, hidden, dtype);
}

std::int64_t kv_cache_bytes(const ModelConfig& config, KvDtype dtype, std::size_t tokens) {
    const auto block = KvLayout{dtype, config.n_kv_heads, config.head_dim}.block_bytes();
    std::size_t blocks = 0;
    for (const LayerConfig& layer : config.layers) {
        const auto all = (tokens + kKvBlockTokens - 1) / kKvBlockTokens;
        // A window rarely starts at a block border, and one more block is kept for rollbacks.
        const auto seen =
            layer.window ? (*layer.window + kMaxChunkTokens) / kKvBlockTokens + 2 : all;
        blocks += std::min(all, seen);
    }
    return as_bytes(blocks, block);
}

MemoryNeed estimate_memory(const ModelConfig& config, std::int64_t weights_bytes, KvDtype dtype,
                           std::size_t context_tokens) {
    const auto rows = std::min(kMaxChunkTokens, config.max_positions);
    const auto q_width = config.n_heads * config.head_dim;
    const auto activations = 4 * config.hidden_size + 3 * q_width + 4 * config.intermediate_size;
    // Logits of the tokens verified at once; the sampler's copy of one with ids, and its sorting.
    constexpr std::size_t kLogitRows = kMaxVerifiedTokens + 3;
    return {.weights_bytes = weights_bytes,
            .kv_bytes = kv_cache_bytes(config, dtype, context_tokens),
            .scratch_bytes = as_bytes(rows * activations, sizeof(float)) +
                             as_bytes(kLogitRows * config.vocabulary_size, sizeof(float))};
}

Status check_memory(const MemoryNeed& need, const std::optional<MemoryState>& state,
                    MemoryUse use) {
    if (!state || need.total() + kReserveBytes <= state->available_bytes) {
        return {};
    }
    const std::string numbers =
        std::format("about {} of memory, and {} {} available",
                    in_words(need.total() + kReserveBytes), in_words(state->available_bytes),
                    state->limit_bytes ? "of the limit set for this program is" : "is");
    return fail(ErrorCode::out_of_memory,
                use == MemoryUse::model
                    ? std::format("This model needs {}; close other programs or use a smaller "
                                  "model.",
                                  numbers)
                    : std::format("Reading this text needs {}; close other programs or give a "
                                  "shorter text.",
                                  numbers));
}

} // namespace sotto::inference
