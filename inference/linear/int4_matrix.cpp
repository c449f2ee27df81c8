#include "inference/linear/int4_matrix.h"

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
// Weights that one task of a product reads at least, so that handing it out costs nothing beside.
constexpr std::size_t kLeastTaskBytes = std::size_t{64} * 1024;
constexpr std::size_t kTasksPerThread = 4;
// Eight rows are quantized sooner than another thread is woken.
constexpr std::size_t kBlocksPerTask = 2;

std::size_t divide_up(std::size_t value, std::size_t by) {
    return (value + by - 1) / by;
}

Int4Strips strips_of(std::size_t rows, std::size_t cols, const std::byte* packed) {
    return {.strips = packed, .outputs = rows, .pairs = divide_up(cols, kColumnsInPair)};
}

std::size_t strip_count(const Int4Strips& strips) {
    return divide_up(strips.outputs, kStripOutputs);
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

// Sum of a word's eight weights.
int sum_of(std::uint32_t nibbles) {
    const auto by_two = (nibbles & 0x0F0F0F0FU) + ((nibbles >> 4U) & 0x0F0F0F0FU);
    return static_cast<int>((by_two * 0x01010101U) >> 24U) - 64;
}

// Where block `block` of output `lane` lies in a strip: its first word, the others following 64
// bytes apart.
std::size_t block_offset(std::size_t block, std::size_t lane) {
    return kStripSumsBytes + block / 2 * kStripPairBytes + block % 2 * kStripBlockBytes +
           lane * sizeof(std::uint32_t);
}

std::size_t scale_offset(std::size_t block, std::size_t lane) {
    return kStripSumsBytes + block / 2 * kStripPairBytes + 2 * kStripBlockBytes +
           lane * sizeof(std::uint32_t) + block % 2 * sizeof(std::uint16_t);
}

template <class T>
void put(std::byte* to, T value) {
    std::memcpy(to, &value, sizeof value);
}

void put_zeros(std::byte* strip, std::size_t block, std::size_t lane) {
    for (std::size_t j = 0; j < kWordsInBlock; ++j) {
        put(strip + block_offset(block, lane) + j * 64, kZeroNibbles);
    }
    put(strip + scale_offset(block, lane), std::uint16_t{0});
}

// Writes a row's nibbles and scales; the sum of its weights.
float pack_row(std::span<const std::uint8_t> nibbles, std::span<const std::uint16_t> scales,
               std::byte* strip, std::size_t lane) {
    float total = 0;
    for (std::size_t block = 0; block < scales.size(); ++block) {
        auto* to = strip + block_offset(block, lane);
        int sum = 0;
        for (std::size_t j = 0; j < kWordsInBlock; ++j) {
            std::uint32_t word = 0;
            std::memcpy(&word, nibbles.data() + (block * kWordsInBlock + j) * sizeof word,
                        sizeof word);
            sum += sum_of(word);
            put(to + j * 64, interleave(word));
        }
        put(strip + scale_offset(block, lane), scales[block]);
        const float product = static_cast<float>(sum) * from_bfloat16(scales[block]);
        total += product;
    }
    return total;
}

} // namespace

std::uint64_t int4_layout() {
    static const std::uint64_t kLayout = [] {
        const auto text = std::format("sotto int4 {} {}", kInt4LayoutVersion, instruction_set());
        return checksum_of(std::as_bytes(std::span(text)));
    }();
    return kLayout;
}

std::size_t PackedInt4Matrix::packed_bytes(std::size_t rows, std::size_t cols) {
    const auto strips = strips_of(rows, cols, nullptr);
    return strip_count(strips) * strips.strip_bytes();
}

Status PackedInt4Matrix::pack(const Int4Matrix& matrix, std::span<std::byte> packed) {
    if (!std::ranges::all_of(matrix.scales, is_positive_normal)) {
        return fail(ErrorCode::corrupt_data,
                    "a matrix of the model has a scale that is not a positive number");
    }
    const auto strips = strips_of(matrix.rows, matrix.cols, packed.data());
    const auto row_bytes = matrix.padded_cols / 2;
    const auto blocks = matrix.padded_cols / kInt4BlockSize;
    for (std::size_t index = 0; index < strip_count(strips); ++index) {
        auto* const strip = packed.data() + index * strips.strip_bytes();
        for (std::size_t lane = 0; lane < kStripOutputs; ++lane) {
            const auto row = index * kStripOutputs + lane;
            const auto row_blocks = row < matrix.rows ? blocks : 0;
            const float sum =
                row_blocks == 0
                    ? 0
                    : pack_row(matrix.nibbles.subspan(row * row_bytes, row_bytes),
                               matrix.scales.subspan(row * blocks, blocks), strip, lane);
            put(strip + lane * sizeof sum, sum);
            for (auto block = row_blocks; block < 2 * strips.pairs; ++block) {
                put_zeros(strip, block, lane);
            }
        }
    }
    return {};
}

Result<PackedInt4Matrix> PackedInt4Matrix::view(std::size_t rows, std::size_t cols,
                                                std::span<const std::byte> packed) {
    if (packed.size() != packed_bytes(rows, cols)) {
        return fail(ErrorCode::corrupt_data, "a packed matrix has another size than stated");
    }
    return PackedInt4Matrix(strips_of(rows, cols, packed.data()), cols);
}

Int4Activations::Int4Activations(std::size_t max_rows, std::size_t max_width)
    : groups_(divide_up(max_rows, kGroupRows) * 2 * divide_up(max_width, kColumnsInPair) *
              block_group_bytes(kGroupRows)),
      scales_(divide_up(max_rows, kGroupRows) * kGroupRows), minus_zero_points_(scales_.size()) {}

Status Int4Activations::quantize(const float* input, std::size_t rows, std::size_t width,
                                 std::size_t stride, ThreadPool& pool) {
    rows_ = {.groups = groups_.data(),
             .scales = scales_.data(),
             .minus_zero_points = minus_zero_points_.data(),
             .rows = rows,
             .pairs = divide_up(width, kColumnsInPair)};
    if (rows > scales_.size() || rows_.n_blocks_total() * rows_.block_bytes() > groups_.size()) {
        rows_.rows = 0;
        return fail(ErrorCode::internal, "more activations than the buffer for them holds");
    }
    const auto groups = rows_.n_blocks_total();
    pool.parallel_for(divide_up(groups, kBlocksPerTask), [&](std::size_t task) {
        const auto end = std::min(groups, (task + 1) * kBlocksPerTask);
        for (auto group = task * kBlocksPerTask; group < end; ++group) {
            quantize_block(input, stride, width, group, rows_);
        }
    });
    return {};
}

Status multiply(const PackedInt4Matrix& matrix, const Int4Activations& input, float* output,
                ThreadPool& pool) {
    const auto& strips = matrix.strips();
    const auto& rows = input.rows();
    if (rows.pairs != strips.pairs) {
        return fail(ErrorCode::internal, "a matrix and its input have different widths");
    }
    if (rows.rows == 0) {
        return {};
    }
    // A few tasks per thread, each a run of neighbouring strips: a thread reads its share from
    // beginning to end, and a slower one leaves some of it to others.
    const auto count = strip_count(strips);
    const auto least = divide_up(kLeastTaskBytes, strips.strip_bytes() * rows.rows);
    const auto per_task = std::max(least, divide_up(count, pool.threads() * kTasksPerThread));
    pool.parallel_for(divide_up(count, per_task), [&](std::size_t task) {
        const auto end = std::min(count, (task + 1) * per_task);
        multiply_strips(strips, task * per_task, end, rows, output);
    });
    return {};
}

} // namespace sotto::inference
