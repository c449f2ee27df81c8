#include "inference/formats/checkpoint_dtype.h"

#include "inference/formats/float_formats.h"

#include <algorithm>
#include <array>

namespace sotto::inference {

namespace {

struct TypeRow {
    CheckpointDtype type;
    std::string_view name;
    std::size_t block_size;
    std::size_t block_bytes;
};
constexpr std::array<TypeRow, 7> kTypes{{
    {CheckpointDtype::f32, "F32", 1, 4},
    {CheckpointDtype::f16, "F16", 1, 2},
    {CheckpointDtype::bf16, "BF16", 1, 2},
    {CheckpointDtype::q8_0, "Q8_0", 32, 34},
    {CheckpointDtype::q4_0, "Q4_0", 32, 18},
    {CheckpointDtype::q4_1, "Q4_1", 32, 20},
    {CheckpointDtype::q6_k, "Q6_K", 256, 210},
}};

const TypeRow& row_of(CheckpointDtype type) {
    return *std::ranges::find(kTypes, type, &TypeRow::type);
}

using Block = std::span<const std::byte>;

float half_at(Block block, std::size_t offset) {
    float value = 0;
    floats_from_f16(block.subspan(offset, 2), std::span(&value, 1));
    return value;
}

float signed_at(Block block, std::size_t offset) {
    return static_cast<float>(std::to_integer<std::int8_t>(block[offset]));
}

unsigned byte_at(Block block, std::size_t offset) {
    return std::to_integer<unsigned>(block[offset]);
}

/// A scale, then 32 signed bytes.
void read_q8_0(Block block, std::span<float> values) {
    const float scale = half_at(block, 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = scale * signed_at(block, 2 + i);
    }
}

/// A scale, then 32 nibbles of value + 8: the first half of the numbers in the low nibbles.
void read_q4_0(Block block, std::span<float> values) {
    const float scale = half_at(block, 0);
    for (std::size_t i = 0; i < values.size() / 2; ++i) {
        const unsigned pair = byte_at(block, 2 + i);
        values[i] = scale * (static_cast<float>(pair & 0xFU) - 8);
        values[i + values.size() / 2] = scale * (static_cast<float>(pair >> 4U) - 8);
    }
}

/// A scale and the minimum, then 32 nibbles in the same order.
void read_q4_1(Block block, std::span<float> values) {
    const float scale = half_at(block, 0);
    const float lowest = half_at(block, 2);
    for (std::size_t i = 0; i < values.size() / 2; ++i) {
        const unsigned pair = byte_at(block, 4 + i);
        values[i] = scale * static_cast<float>(pair & 0xFU) + lowest;
        values[i + values.size() / 2] = scale * static_cast<float>(pair >> 4U) + lowest;
    }
}

/// 256 numbers of six bits: 128 bytes of low nibbles, 64 bytes of high bit pairs, 16 signed scales
/// for 16 numbers each, and a scale of the scales. Each half of 128 numbers is four runs of 32:
/// runs 0 and 2 share the bytes of their nibbles, so do 1 and 3, and all four share the bit pairs.
void read_q6_k(Block block, std::span<float> values) {
    constexpr std::size_t kRun = 32;
    constexpr std::size_t kHighBegin = 128;
    constexpr std::size_t kScaleBegin = 192;
    const float scale = half_at(block, 208);
    for (std::size_t at = 0; at < values.size(); ++at) {
        const std::size_t half = at / 128;
        const std::size_t run = at % 128 / kRun;
        const std::size_t i = at % kRun;
        const unsigned nibbles = byte_at(block, half * 64 + run % 2 * kRun + i);
        const unsigned low = run < 2 ? nibbles & 0xFU : nibbles >> 4U;
        const unsigned high = byte_at(block, kHighBegin + half * kRun + i) >> (2 * run) & 3U;
        const float block_scale = scale * signed_at(block, kScaleBegin + at / 16);
        values[at] = block_scale * (static_cast<float>(low | high << 4U) - 32);
    }
}

using BlockDecoder = void (*)(Block, std::span<float>);

void read_blocks(const TypeRow& row, BlockDecoder read, Block raw, std::span<float> values) {
    for (; !values.empty(); values = values.subspan(row.block_size)) {
        read(raw.first(row.block_bytes), values.first(row.block_size));
        raw = raw.subspan(row.block_bytes);
    }
}

} // namespace

std::string_view to_string(CheckpointDtype type) {
    return row_of(type).name;
}

bool is_quantized(CheckpointDtype type) {
    return row_of(type).block_size > 1;
}

std::size_t block_size(CheckpointDtype type) {
    return row_of(type).block_size;
}

std::uint64_t stored_bytes(CheckpointDtype type, std::uint64_t count) {
    return count / row_of(type).block_size * row_of(type).block_bytes;
}

void dequantize(CheckpointDtype type, std::span<const std::byte> raw, std::span<float> values) {
    switch (type) {
    case CheckpointDtype::f32:
        return floats_from_f32(raw, values);
    case CheckpointDtype::f16:
        return floats_from_f16(raw, values);
    case CheckpointDtype::bf16:
        return floats_from_bf16(raw, values);
    case CheckpointDtype::q8_0:
        return read_blocks(row_of(type), read_q8_0, raw, values);
    case CheckpointDtype::q4_0:
        return read_blocks(row_of(type), read_q4_0, raw, values);
    case CheckpointDtype::q4_1:
        return read_blocks(row_of(type), read_q4_1, raw, values);
    case CheckpointDtype::q6_k:
        return read_blocks(row_of(type), read_q6_k, raw, values);
    }
}

} // namespace sotto::inference
