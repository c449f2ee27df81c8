#include "inference/model/weights.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace sotto::inference {

namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

std::size_t padded_to_blocks(std::size_t cols) {
    return (cols + kInt4BlockSize - 1) / kInt4BlockSize * kInt4BlockSize;
}

float from_bfloat16(std::uint16_t value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16U);
}

// A value of a row of nibbles, from −8 to 7.
float nibble_at(std::span<const std::uint8_t> row, std::size_t column) {
    const int nibble = (row[column / 2] >> (column % 2 * 4)) & 0xF;
    return static_cast<float>(nibble - 8);
}

void dequantize(const F32Matrix& one, std::size_t row, std::span<float> values) {
    std::ranges::copy(one.values.subspan(row * one.cols, one.cols), values.begin());
}

void dequantize(const Int8Matrix& one, std::size_t row, std::span<float> values) {
    const auto numbers = one.values.subspan(row * one.cols, one.cols);
    for (std::size_t i = 0; i < one.cols; ++i) {
        values[i] = static_cast<float>(numbers[i]) * one.scales[row];
    }
}

void dequantize(const Int4Matrix& one, std::size_t row, std::span<float> values) {
    const auto nibbles = one.nibbles.subspan(row * one.padded_cols / 2, one.padded_cols / 2);
    const auto groups = one.padded_cols / kInt4BlockSize;
    const auto scales = one.scales.subspan(row * groups, groups);
    for (std::size_t i = 0; i < one.cols; ++i) {
        values[i] = nibble_at(nibbles, i) * from_bfloat16(scales[i / kInt4BlockSize]);
    }
}

void dequantize(const Int4ChannelMatrix& one, std::size_t row, std::span<float> values) {
    const auto nibbles = one.nibbles.subspan(row * one.padded_cols / 2, one.padded_cols / 2);
    for (std::size_t i = 0; i < one.cols; ++i) {
        values[i] = nibble_at(nibbles, i) * one.scales[row];
    }
}

void dequantize(const BlockMatrix& one, std::size_t row, std::span<float> values) {
    auto part = one.parts.begin();
    while (row >= part->rows) {
        row -= part->rows;
        ++part;
    }
    const auto bytes = static_cast<std::size_t>(padded_row_bytes(part->type, one.cols));
    const auto block = block_size(part->type);
    std::vector<float> padded((one.cols + block - 1) / block * block);
    dequantize(part->type, part->blocks.subspan(row * bytes, bytes), padded);
    std::ranges::copy_n(padded.begin(), static_cast<std::ptrdiff_t>(one.cols), values.begin());
}

bool has_consistent_parts(const BlockMatrix& one) {
    std::size_t rows = 0;
    for (const BlockRows& part : one.parts) {
        rows += part.rows;
        if (!is_quantized(part.type) ||
            part.blocks.size() != part.rows * padded_row_bytes(part.type, one.cols)) {
            return false;
        }
    }
    return rows == one.rows;
}

} // namespace

std::string block_tensor_name(std::string_view name, CheckpointDtype type) {
    std::string full(name);
    full += '.';
    for (const char letter : to_string(type)) {
        full += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return full;
}

bool has_consistent_sizes(const WeightMatrix& matrix) {
    return std::visit(
        Overloaded{[](const F32Matrix& one) { return one.values.size() == one.rows * one.cols; },
                   [](const Int8Matrix& one) {
                       return one.values.size() == one.rows * one.cols &&
                              one.scales.size() == one.rows;
                   },
                   [](const Int4Matrix& one) {
                       return one.padded_cols == padded_to_blocks(one.cols) &&
                              one.nibbles.size() == one.rows * one.padded_cols / 2 &&
                              one.scales.size() == one.rows * one.padded_cols / kInt4BlockSize;
                   },
                   [](const Int4ChannelMatrix& one) {
                       return one.padded_cols == padded_to_blocks(one.cols) &&
                              one.nibbles.size() == one.rows * one.padded_cols / 2 &&
                              one.scales.size() == one.rows;
                   },
                   [](const BlockMatrix& one) { return has_consistent_parts(one); }},
        matrix);
}

void dequantize_row(const WeightMatrix& matrix, std::size_t row, std::span<float> values) {
    std::visit(
        [&](const auto& one) {
            assert(row < one.rows && values.size() == one.cols);
            dequantize(one, row, values);
        },
        matrix);
}

Status WeightSource::read_row(std::string_view name, std::size_t rows, std::size_t cols,
                              std::size_t row, std::span<float> values) {
    return matrix(name, rows, cols).transform([&](const WeightMatrix& whole) {
        dequantize_row(whole, row, values);
    });
}

} // namespace sotto::inference
