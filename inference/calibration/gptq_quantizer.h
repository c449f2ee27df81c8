#pragma once

#include "inference/calibration/gptq.h"
#include "inference/quantization/gptq_block.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// An Int4Matrix that owns its memory.
struct Int4Weights {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::vector<std::uint8_t> nibbles;
    std::vector<std::uint16_t> scales;

    Int4Weights() = default;
    Int4Weights(std::size_t n_rows, std::size_t n_cols);
    /// Its spans are valid as long as this object.
    [[nodiscard]] Int4Matrix matrix() const;
};

/// Quantizes up to kGptqTileRows rows to int4 with GPTQ. Runs on: one thread; use one object per
/// thread.
class GptqQuantizer {
public:
    /// `factor` outlives the quantizer.
    explicit GptqQuantizer(const GptqFactor& factor);

    /// Shape of `rows`: [n ≤ kGptqTileRows, cols]; they become rows first_row … of `result`.
    void quantize(std::span<const float> rows, std::size_t first_row, Int4Weights& result);

private:
    void load(std::span<const float> rows, std::size_t cols);
    void pack(std::size_t block, std::size_t n_rows, std::size_t first_row,
              Int4Weights& result) const;

    const GptqFactor& gptq_;
    // Transposed: [size, kGptqTileRows].
    std::vector<float> weights_;
    std::vector<float> errors_;
    // One block: [32, kGptqTileRows].
    std::vector<float> adjusted_;
    std::vector<float> steps_;
    std::vector<float> scales_; // [kGptqTileRows]
};

/// The same for any number of rows, in parallel. Shape of `values`: [n, result.cols]; they become
/// rows first_row … of `result`.
void quantize_with_gptq(const GptqFactor& factor, std::span<const float> values,
                        std::size_t first_row, Int4Weights& result, ThreadPool& pool);

} // namespace sotto::inference
