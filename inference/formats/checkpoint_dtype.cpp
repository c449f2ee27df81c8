#include "inference/formats/checkpoint_dtype.h"

#include "inference/formats/float_formats.h"
#include "inference/formats/ggml_blocks.h"

#include <algorithm>
#include <array>

namespace sotto::inference {

namespace {

struct TypeRow {
    CheckpointDtype type;
    std::string_view name;
    std::size_t block_size;
    std::size_t block_bytes;
    DecodeBlock decode;         // null for the plain types
    ReadIntegers read_integers; // null for types without one scale for 32 numbers
    std::size_t scale;          // where its f16 numbers begin
    std::size_t n_scales;
};
constexpr std::array<TypeRow, 15> kTypes{{
    {CheckpointDtype::f32, "F32", 1, 4, nullptr, nullptr, 0, 0},
    {CheckpointDtype::f16, "F16", 1, 2, nullptr, nullptr, 0, 0},
    {CheckpointDtype::bf16, "BF16", 1, 2, nullptr, nullptr, 0, 0},
    {CheckpointDtype::q4_0, "Q4_0", 32, 18, decode_q4_0, read_q4_0, 0, 1},
    {CheckpointDtype::q4_1, "Q4_1", 32, 20, decode_q4_1, read_q4_1, 0, 2},
    {CheckpointDtype::q5_0, "Q5_0", 32, 22, decode_q5_0, read_q5_0, 0, 1},
    {CheckpointDtype::q5_1, "Q5_1", 32, 24, decode_q5_1, read_q5_1, 0, 2},
    {CheckpointDtype::q8_0, "Q8_0", 32, 34, decode_q8_0, read_q8_0, 0, 1},
    {CheckpointDtype::q2_k, "Q2_K", 256, 84, decode_q2_k, nullptr, 80, 2},
    {CheckpointDtype::q3_k, "Q3_K", 256, 110, decode_q3_k, nullptr, 108, 1},
    {CheckpointDtype::q4_k, "Q4_K", 256, 144, decode_q4_k, read_q4_k, 0, 2},
    {CheckpointDtype::q5_k, "Q5_K", 256, 176, decode_q5_k, read_q5_k, 0, 2},
    {CheckpointDtype::q6_k, "Q6_K", 256, 210, decode_q6_k, nullptr, 208, 1},
    {CheckpointDtype::iq4_nl, "IQ4_NL", 32, 18, decode_iq4_nl, read_iq4_nl, 0, 1},
    {CheckpointDtype::iq4_xs, "IQ4_XS", 256, 136, decode_iq4_xs, read_iq4_xs, 0, 1},
}};

const TypeRow& row_of(CheckpointDtype type) {
    return *std::ranges::find(kTypes, type, &TypeRow::type);
}

void decode_blocks(const TypeRow& row, std::span<const std::byte> raw, std::span<float> values) {
    for (; !values.empty(); values = values.subspan(row.block_size)) {
        row.decode(raw.first(row.block_bytes), values.first(row.block_size));
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

std::span<const CheckpointDtype> block_dtypes() {
    static constexpr std::array kBlockTypes{
        CheckpointDtype::q4_0, CheckpointDtype::q4_1,   CheckpointDtype::q5_0,
        CheckpointDtype::q5_1, CheckpointDtype::q8_0,   CheckpointDtype::q2_k,
        CheckpointDtype::q3_k, CheckpointDtype::q4_k,   CheckpointDtype::q5_k,
        CheckpointDtype::q6_k, CheckpointDtype::iq4_nl, CheckpointDtype::iq4_xs};
    static_assert(kBlockTypes.size() + 3 == kTypes.size());
    return kBlockTypes;
}

ReadIntegers integer_reader(CheckpointDtype type) {
    return row_of(type).read_integers;
}

bool has_finite_scales(CheckpointDtype type, std::span<const std::byte> raw) {
    constexpr unsigned kExponentBits = 0x7C; // of the upper byte
    const TypeRow& row = row_of(type);
    for (; !raw.empty(); raw = raw.subspan(row.block_bytes)) {
        for (std::size_t i = 0; i < row.n_scales; ++i) {
            const auto upper = std::to_integer<unsigned>(raw[row.scale + 2 * i + 1]);
            if ((upper & kExponentBits) == kExponentBits) {
                return false;
            }
        }
    }
    return true;
}

std::size_t block_size(CheckpointDtype type) {
    return row_of(type).block_size;
}

std::uint64_t stored_bytes(CheckpointDtype type, std::uint64_t count) {
    return count / row_of(type).block_size * row_of(type).block_bytes;
}

std::uint64_t padded_row_bytes(CheckpointDtype type, std::uint64_t count) {
    const auto& row = row_of(type);
    return (count + row.block_size - 1) / row.block_size * row.block_bytes;
}

void dequantize(CheckpointDtype type, std::span<const std::byte> raw, std::span<float> values) {
    switch (type) {
    case CheckpointDtype::f32:
        return floats_from_f32(raw, values);
    case CheckpointDtype::f16:
        return floats_from_f16(raw, values);
    case CheckpointDtype::bf16:
        return floats_from_bf16(raw, values);
    default:
        return decode_blocks(row_of(type), raw, values);
    }
}

std::optional<CheckpointDtype> checkpoint_dtype_named(std::string_view name) {
    const auto* const found = std::ranges::find(kTypes, name, &TypeRow::name);
    return found == kTypes.end() ? std::nullopt : std::optional(found->type);
}

std::string checkpoint_dtype_names() {
    std::string names;
    for (const TypeRow& row : kTypes) {
        names += names.empty() ? "" : row.type == kTypes.back().type ? " and " : ", ";
        names += row.name;
    }
    return names;
}

} // namespace sotto::inference
