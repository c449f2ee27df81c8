#include "inference/linear/block_rows.h"

#include "inference/formats/float_formats.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sotto::inference {

namespace {

constexpr std::size_t kSuperblockInputs = 256;

BlockFormat format_of(CheckpointDtype type) {
    switch (type) {
    case CheckpointDtype::q4_0:
        return BlockFormat::int4;
    case CheckpointDtype::q4_1:
        return BlockFormat::int4_min;
    case CheckpointDtype::q4_k:
        return BlockFormat::int4_superblock;
    case CheckpointDtype::q5_1:
    case CheckpointDtype::q5_k:
        return BlockFormat::int8_min;
    default:
        return BlockFormat::int8;
    }
}

/// Rounds 32 numbers to int8. The half with the larger magnitudes decides the scale.
void round_to_int8(std::span<const float> values, IntegerBlock& block) {
    constexpr float kSteps = 127;
    float absmax = 0;
    for (const float value : values) {
        absmax = std::max(absmax, std::abs(value));
    }
    std::array<std::byte, 2> half{};
    const auto bits = f16_bits(absmax / kSteps);
    half = {static_cast<std::byte>(bits & 0xFFU), static_cast<std::byte>(bits >> 8U)};
    floats_from_f16(half, std::span(&block.scale, 1));
    block.minimum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float steps = block.scale > 0 ? values[i] / block.scale : 0;
        block.values[i] =
            static_cast<std::int8_t>(std::clamp(std::nearbyint(steps), -kSteps, kSteps));
    }
}

void read_block_row(const BlockRows& part, std::size_t cols, std::size_t row, IntegerRow& out) {
    const auto row_bytes = static_cast<std::size_t>(padded_row_bytes(part.type, cols));
    const std::size_t inputs = block_size(part.type);
    const std::size_t per_block = inputs / kBlockInputs;
    const std::size_t n_blocks = (cols + inputs - 1) / inputs;
    const auto bytes = part.blocks.subspan(row * row_bytes, row_bytes);
    const std::size_t block_bytes = row_bytes / n_blocks;
    const auto read = integer_reader(part.type);
    out.blocks.assign(n_blocks * per_block, {});
    for (std::size_t i = 0; i < n_blocks; ++i) {
        const auto block = bytes.subspan(i * block_bytes, block_bytes);
        const auto to = std::span(out.blocks).subspan(i * per_block, per_block);
        if (read != nullptr) {
            read(block, to);
        } else {
            std::array<float, kSuperblockInputs> values{};
            dequantize(part.type, block, std::span(values).first(inputs));
            for (std::size_t k = 0; k < per_block; ++k) {
                round_to_int8(std::span(values).subspan(k * kBlockInputs, kBlockInputs), to[k]);
            }
        }
        if (part.type == CheckpointDtype::q4_k) {
            out.superblocks.push_back(scales_of_q4_k(block));
        }
    }
}

void read_row(const BlockMatrix& one, std::size_t row, IntegerRow& out) {
    auto part = one.parts.begin();
    while (row >= part->rows) {
        row -= part->rows;
        ++part;
    }
    read_block_row(*part, one.cols, row, out);
}

void read_row(const Int8Matrix& one, std::size_t row, IntegerRow& out) {
    const auto values = one.values.subspan(row * one.cols, one.cols);
    out.blocks.assign((one.cols + kBlockInputs - 1) / kBlockInputs, {});
    for (std::size_t i = 0; i < values.size(); ++i) {
        out.blocks[i / kBlockInputs].values[i % kBlockInputs] = values[i];
    }
    for (IntegerBlock& block : out.blocks) {
        block.scale = one.scales[row];
    }
}

void read_row(const Int4Matrix& one, std::size_t row, IntegerRow& out) {
    const auto nibbles = one.nibbles.subspan(row * one.padded_cols / 2, one.padded_cols / 2);
    const std::size_t n_blocks = one.padded_cols / kInt4BlockSize;
    out.blocks.assign(n_blocks, {});
    for (std::size_t i = 0; i < one.padded_cols; ++i) {
        const int nibble = nibbles[i / 2] >> (i % 2 * 4) & 0xF;
        out.blocks[i / kBlockInputs].values[i % kBlockInputs] =
            static_cast<std::int8_t>(nibble - 8);
    }
    for (std::size_t i = 0; i < n_blocks; ++i) {
        out.blocks[i].scale = from_bf16_bits(one.scales[row * n_blocks + i]);
    }
}

} // namespace

std::vector<PackedPart> packed_parts(const WeightMatrix& matrix) {
    std::vector<PackedPart> parts;
    if (const auto* const blocks = std::get_if<BlockMatrix>(&matrix)) {
        for (const BlockRows& part : blocks->parts) {
            parts.push_back({part.rows, format_of(part.type)});
        }
    } else if (const auto* const int8 = std::get_if<Int8Matrix>(&matrix)) {
        parts.push_back({int8->rows, BlockFormat::int8});
    } else if (const auto* const int4 = std::get_if<Int4Matrix>(&matrix)) {
        parts.push_back({int4->rows, BlockFormat::int4});
    }
    return parts;
}

void read_integer_row(const WeightMatrix& matrix, std::size_t row, IntegerRow& out) {
    out.superblocks.clear();
    if (const auto* const blocks = std::get_if<BlockMatrix>(&matrix)) {
        read_row(*blocks, row, out);
    } else if (const auto* const int8 = std::get_if<Int8Matrix>(&matrix)) {
        read_row(*int8, row, out);
    } else if (const auto* const int4 = std::get_if<Int4Matrix>(&matrix)) {
        read_row(*int4, row, out);
    }
}

} // namespace sotto::inference
