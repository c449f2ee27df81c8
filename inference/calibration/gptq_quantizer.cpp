#include "inference/calibration/gptq_quantizer.h"

#include "inference/calibration/sgemm.h"
#include "inference/formats/float_formats.h"
#include "inference/quantization/quantizer.h"

#include <algorithm>

namespace sotto::inference {

Int4Weights::Int4Weights(std::size_t n_rows, std::size_t n_cols)
    : rows(n_rows), cols(n_cols), nibbles(n_rows * padded_to_blocks(n_cols) / 2),
      scales(n_rows * padded_to_blocks(n_cols) / kInt4BlockSize) {}

Int4Matrix Int4Weights::matrix() const {
    return {rows, cols, padded_to_blocks(cols), nibbles, scales};
}

GptqQuantizer::GptqQuantizer(const GptqFactor& factor)
    : gptq_(factor), weights_(factor.size() * kGptqTileRows), errors_(weights_.size()),
      adjusted_(kInt4BlockSize * kGptqTileRows), steps_(adjusted_.size()), scales_(kGptqTileRows) {}

void GptqQuantizer::quantize(std::span<const float> rows, std::size_t first_row,
                             Int4Weights& result) {
    load(rows, result.cols);
    const std::size_t size = gptq_.size();
    for (std::size_t col = 0; col < size; col += kInt4BlockSize) {
        std::copy_n(weights_.data() + col * kGptqTileRows, adjusted_.size(), adjusted_.data());
        sgemm(1, {gptq_.factor() + col, 1, size}, {errors_.data(), kGptqTileRows, 1},
              kInt4BlockSize, kGptqTileRows, col, adjusted_.data(), kGptqTileRows);
        quantize_gptq_block({.weights = weights_.data() + col * kGptqTileRows,
                             .adjusted = adjusted_.data(),
                             .factor = gptq_.factor() + col * size + col,
                             .factor_stride = size,
                             .diagonal = gptq_.diagonal().data() + col,
                             .scales = scales_.data(),
                             .steps = steps_.data(),
                             .errors = errors_.data() + col * kGptqTileRows});
        pack(col / kInt4BlockSize, rows.size() / result.cols, first_row, result);
    }
}

void GptqQuantizer::load(std::span<const float> rows, std::size_t cols) {
    std::ranges::fill(weights_, 0.0F);
    for (std::size_t row = 0; row < rows.size() / cols; ++row) {
        for (std::size_t col = 0; col < cols; ++col) {
            weights_[col * kGptqTileRows + row] = rows[row * cols + col];
        }
    }
}

void GptqQuantizer::pack(std::size_t block, std::size_t n_rows, std::size_t first_row,
                         Int4Weights& result) const {
    const std::size_t blocks = gptq_.size() / kInt4BlockSize;
    for (std::size_t row = 0; row < n_rows; ++row) {
        const std::size_t at = (first_row + row) * blocks + block;
        result.scales[at] = bf16_bits(scales_[row]);
        for (std::size_t i = 0; i < kInt4BlockSize / 2; ++i) {
            const auto even = static_cast<unsigned>(steps_[2 * i * kGptqTileRows + row] + 8);
            const auto odd = static_cast<unsigned>(steps_[(2 * i + 1) * kGptqTileRows + row] + 8);
            result.nibbles[at * kInt4BlockSize / 2 + i] =
                static_cast<std::uint8_t>(even | (odd << 4U));
        }
    }
}

void quantize_with_gptq(const GptqFactor& factor, std::span<const float> values,
                        std::size_t first_row, Int4Weights& result, ThreadPool& pool) {
    const std::size_t n_rows = values.size() / result.cols;
    pool.parallel_for((n_rows + kGptqTileRows - 1) / kGptqTileRows, [&](std::size_t task) {
        const std::size_t row = task * kGptqTileRows;
        const std::size_t count = std::min(kGptqTileRows, n_rows - row);
        GptqQuantizer quantizer(factor);
        quantizer.quantize(values.subspan(row * result.cols, count * result.cols), first_row + row,
                           result);
    });
}

} // namespace sotto::inference
