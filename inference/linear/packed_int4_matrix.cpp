#include "inference/linear/packed_int4_matrix.h"

#include "inference/files/checksum.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <format>

namespace sotto::inference {

static_assert(std::endian::native == std::endian::little);

namespace {

constexpr std::size_t kColumnsInPair = 2 * kInt4BlockSize;
constexpr std::size_t kColumnsInWord = 8;
constexpr std::size_t kWordsInBlock = kInt4BlockSize / kColumnsInWord;
constexpr std::uint32_t kZeroNibbles = 0x88888888;
// Minimum weight bytes per task, so that dispatching it costs nothing in comparison.
constexpr std::size_t kMinTaskBytes = std::size_t{64} * 1024;
constexpr std::size_t kTasksPerThread = 4;
// Quantizing eight tokens takes less time than waking another thread.
constexpr std::size_t kTilesPerTask = 2;

std::size_t divide_up(std::size_t value, std::size_t by) {
    return (value + by - 1) / by;
}

WeightPanels panels_of(std::size_t rows, std::size_t cols, const std::byte* packed) {
    return {.panels = packed, .outputs = rows, .pairs = divide_up(cols, kColumnsInPair)};
}

std::size_t panel_count(const WeightPanels& panels) {
    return divide_up(panels.outputs, kPanelOutputs);
}

float from_bfloat16(std::uint16_t value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16U);
}

bool is_positive_normal(std::uint16_t bfloat16) {
    return bfloat16 >= 0x0080 && bfloat16 < 0x7F80;
}

// Eight nibbles 0 1 2 3 4 5 6 7 to 0 4 1 5 2 6 3 7.
std::uint32_t interleave(std::uint32_t nibbles) {
    const auto bytes =
        (nibbles & 0xFF0000FFU) | ((nibbles & 0x0000FF00U) << 8U) | ((nibbles & 0x00FF0000U) >> 8U);
    return (bytes & 0xF00FF00FU) | ((bytes & 0x00F000F0U) << 4U) | ((bytes & 0x0F000F00U) >> 4U);
}

// Sum of the eight weights of a word.
int sum_of(std::uint32_t nibbles) {
    const auto by_two = (nibbles & 0x0F0F0F0FU) + ((nibbles >> 4U) & 0x0F0F0F0FU);
    return static_cast<int>((by_two * 0x01010101U) >> 24U) - 64;
}

// Offset in a panel of the first word of block `block` for output `lane`; its other words follow at
// intervals of 64 bytes.
std::size_t block_offset(std::size_t block, std::size_t lane) {
    return kPanelSumsBytes + block / 2 * kPanelPairBytes + block % 2 * kPanelBlockBytes +
           lane * sizeof(std::uint32_t);
}

std::size_t scale_offset(std::size_t block, std::size_t lane) {
    return kPanelSumsBytes + block / 2 * kPanelPairBytes + 2 * kPanelBlockBytes +
           lane * sizeof(std::uint32_t) + block % 2 * sizeof(std::uint16_t);
}

template <class T>
void put(std::byte* to, T value) {
    std::memcpy(to, &value, sizeof value);
}

void put_zeros(std::byte* panel, std::size_t block, std::size_t lane) {
    for (std::size_t j = 0; j < kWordsInBlock; ++j) {
        put(panel + block_offset(block, lane) + j * 64, kZeroNibbles);
    }
    put(panel + scale_offset(block, lane), std::uint16_t{0});
}

// Packs the nibbles and scales of one output row; returns the sum of its weights.
float pack_row(std::span<const std::uint8_t> nibbles, std::span<const std::uint16_t> scales,
               std::byte* panel, std::size_t lane) {
    float total = 0;
    for (std::size_t block = 0; block < scales.size(); ++block) {
        auto* to = panel + block_offset(block, lane);
        int sum = 0;
        for (std::size_t j = 0; j < kWordsInBlock; ++j) {
            std::uint32_t word = 0;
            std::memcpy(&word, nibbles.data() + (block * kWordsInBlock + j) * sizeof word,
                        sizeof word);
            sum += sum_of(word);
            put(to + j * 64, interleave(word));
        }
        put(panel + scale_offset(block, lane), scales[block]);
        const float product = static_cast<float>(sum) * from_bfloat16(scales[block]);
        total += product;
    }
    return total;
}

} // namespace

std::uint64_t int4_layout() {
    static const std::uint64_t kLayout = [] {
        const auto text = std::format("sotto int4 {} {}", kInt4LayoutVersion, instruction_set());
        return xxh3_64(std::as_bytes(std::span(text)));
    }();
    return kLayout;
}

std::size_t PackedInt4Matrix::packed_bytes(std::size_t rows, std::size_t cols) {
    const auto panels = panels_of(rows, cols, nullptr);
    return panel_count(panels) * panels.panel_bytes();
}

Status PackedInt4Matrix::pack(const Int4Matrix& matrix, std::span<std::byte> packed) {
    if (!std::ranges::all_of(matrix.scales, is_positive_normal)) {
        return fail(ErrorCode::corrupt_data,
                    "a matrix of the model has a scale that is not a positive number");
    }
    const auto panels = panels_of(matrix.rows, matrix.cols, packed.data());
    const auto row_bytes = matrix.padded_cols / 2;
    const auto blocks = matrix.padded_cols / kInt4BlockSize;
    for (std::size_t index = 0; index < panel_count(panels); ++index) {
        auto* const panel = packed.data() + index * panels.panel_bytes();
        for (std::size_t lane = 0; lane < kPanelOutputs; ++lane) {
            const auto row = index * kPanelOutputs + lane;
            const auto row_blocks = row < matrix.rows ? blocks : 0;
            const float sum =
                row_blocks == 0
                    ? 0
                    : pack_row(matrix.nibbles.subspan(row * row_bytes, row_bytes),
                               matrix.scales.subspan(row * blocks, blocks), panel, lane);
            put(panel + lane * sizeof sum, sum);
            for (auto block = row_blocks; block < 2 * panels.pairs; ++block) {
                put_zeros(panel, block, lane);
            }
        }
    }
    return {};
}

Result<PackedInt4Matrix> PackedInt4Matrix::view(std::size_t rows, std::size_t cols,
                                                std::span<const std::byte> packed) {
    if (packed.size() != packed_bytes(rows, cols)) {
        return fail(ErrorCode::corrupt_data, "a packed matrix does not have the stated size");
    }
    return PackedInt4Matrix(panels_of(rows, cols, packed.data()), cols);
}

Int4Activations::Int4Activations(std::size_t max_tokens, std::size_t max_width)
    : tiles_memory_(divide_up(max_tokens, kTokensPerTile) * 2 *
                    divide_up(max_width, kColumnsInPair) * tile_block_bytes(kTokensPerTile)),
      scales_(divide_up(max_tokens, kTokensPerTile) * kTokensPerTile),
      minus_zero_points_(scales_.size()) {}

Status Int4Activations::quantize(const float* input, std::size_t n_tokens, std::size_t width,
                                 std::size_t stride, ThreadPool& pool) {
    tiles_ = {.tiles = tiles_memory_.data(),
              .scales = scales_.data(),
              .minus_zero_points = minus_zero_points_.data(),
              .n_tokens = n_tokens,
              .pairs = divide_up(width, kColumnsInPair)};
    if (n_tokens > scales_.size() ||
        tiles_.n_tiles() * tiles_.tile_bytes() > tiles_memory_.size()) {
        tiles_.n_tokens = 0;
        return fail(ErrorCode::internal, "more activations than the buffer for them holds");
    }
    const auto tiles = tiles_.n_tiles();
    pool.parallel_for(divide_up(tiles, kTilesPerTask), [&](std::size_t task) {
        const auto end = std::min(tiles, (task + 1) * kTilesPerTask);
        for (auto tile = task * kTilesPerTask; tile < end; ++tile) {
            quantize_tile(input, stride, width, tile, tiles_);
        }
    });
    return {};
}

Status multiply(const PackedInt4Matrix& matrix, const Int4Activations& input, float* output,
                ThreadPool& pool) {
    const auto& panels = matrix.panels();
    const auto& tokens = input.tiles();
    if (tokens.pairs != panels.pairs) {
        return fail(ErrorCode::internal, "a matrix and its input have different widths");
    }
    if (tokens.n_tokens == 0) {
        return {};
    }
    // A few tasks per thread, each a run of adjacent panels: a thread reads its share sequentially,
    // and a slow thread leaves part of it to others.
    const auto count = panel_count(panels);
    const auto least = divide_up(kMinTaskBytes, panels.panel_bytes() * tokens.n_tokens);
    const auto per_task = std::max(least, divide_up(count, pool.threads() * kTasksPerThread));
    pool.parallel_for(divide_up(count, per_task), [&](std::size_t task) {
        const auto end = std::min(count, (task + 1) * per_task);
        multiply_panels(panels, task * per_task, end, tokens, output);
    });
    return {};
}

} // namespace sotto::inference
