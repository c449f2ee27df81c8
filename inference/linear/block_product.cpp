#include "inference/linear/packed_block_matrix.h"

#include <algorithm>

namespace sotto::inference {

namespace {

// Minimum weight bytes per task, so that dispatching it costs nothing in comparison.
constexpr std::size_t kMinTaskBytes = std::size_t{64} * 1024;
constexpr std::size_t kTasksPerThread = 4;
// Quantizing eight tokens takes less time than waking another thread.
constexpr std::size_t kTilesPerTask = 2;
// Tokens that pass over a task's panels together: about a third of a core's L2 cache. A multiple of
// the three tiles that kernels compute at once.
constexpr std::size_t kTileBytesAtOnce = std::size_t{384} * 1024;
constexpr std::size_t kTilesOfKernel = 3;
// Groups are at least of two blocks.
constexpr std::size_t kGroupInputs = 2 * kBlockInputs;

std::size_t divide_up(std::size_t value, std::size_t by) {
    return (value + by - 1) / by;
}

std::size_t tiles_at_once(const BlockTiles& tokens) {
    const auto fitting = kTileBytesAtOnce / tokens.tile_bytes() / kTilesOfKernel * kTilesOfKernel;
    return std::max(fitting, kTilesOfKernel);
}

void multiply_part(const BlockPanels& panels, const BlockTiles& tokens, float* output,
                   std::size_t stride, ThreadPool& pool) {
    // A few tasks per thread, each a run of adjacent panels: a thread reads its share sequentially,
    // and a slow thread leaves part of it to others.
    const auto count = panels.count();
    const auto least = divide_up(kMinTaskBytes, panels.panel_bytes() * tokens.n_tokens);
    const auto per_task = std::max(least, divide_up(count, pool.threads() * kTasksPerThread));
    const auto tiles = tokens.n_tiles();
    const auto step = tiles_at_once(tokens);
    pool.parallel_for(divide_up(count, per_task), [&](std::size_t task) {
        const auto first = task * per_task;
        const auto end = std::min(count, first + per_task);
        for (std::size_t tile = 0; tile < tiles; tile += step) {
            multiply_block_panels(panels, first, end, tokens, tile, std::min(tiles, tile + step),
                                  output, stride);
        }
    });
}

} // namespace

BlockActivations::BlockActivations(std::size_t max_tokens, std::size_t max_width)
    : memory_(divide_up(max_tokens, kTokensPerTile) * 2 * divide_up(max_width, kGroupInputs) *
              block_tile_bytes(kTokensPerTile)) {}

Status BlockActivations::quantize(const float* input, std::size_t n_tokens, std::size_t width,
                                  std::size_t stride, ThreadPool& pool) {
    tiles_ = {.tiles = memory_.data(),
              .n_tokens = n_tokens,
              .blocks = 2 * divide_up(width, kGroupInputs)};
    if (tiles_.n_tiles() * tiles_.tile_bytes() > memory_.size()) {
        tiles_.n_tokens = 0;
        return fail(ErrorCode::internal, "more activations than the buffer for them holds");
    }
    const auto tiles = tiles_.n_tiles();
    pool.parallel_for(divide_up(tiles, kTilesPerTask), [&](std::size_t task) {
        const auto end = std::min(tiles, (task + 1) * kTilesPerTask);
        for (auto tile = task * kTilesPerTask; tile < end; ++tile) {
            quantize_block_tile(input, stride, width, tile, tiles_);
        }
    });
    return {};
}

Status multiply(const PackedBlockMatrix& matrix, const BlockActivations& input, float* output,
                ThreadPool& pool) {
    const auto& tokens = input.tiles();
    for (const BlockPanels& part : matrix.parts()) {
        if (tokens.blocks < part.groups * sizes_of(part.format).group_blocks) {
            return fail(ErrorCode::internal, "a matrix and its input have different widths");
        }
    }
    if (tokens.n_tokens == 0) {
        return {};
    }
    for (const BlockPanels& part : matrix.parts()) {
        multiply_part(part, tokens, output, matrix.rows(), pool);
        output += part.outputs;
    }
    return {};
}

} // namespace sotto::inference
