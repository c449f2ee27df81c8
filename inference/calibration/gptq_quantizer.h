#pragma once

#include "inference/calibration/gptq.h"
#include "inference/quantization/block_rounding.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// A matrix in the stored form (see Int4Matrix), with memory of its own.
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

/// Rounds up to kStripRows rows to int4 such that the layer's outputs on the calibration text
/// change least. Runs on: one thread; several with one object each.
class GptqQuantizer {
public:
    /// `feedback` outlives the quantizer.
    explicit GptqQuantizer(const Gptq& feedback);

    /// Shape of `rows`: [n ≤ kStripRows, cols]; they become rows first_row … of `result`.
    void quantize(std::span<const float> rows, std::size_t first_row, Int4Weights& result);

private:
    void load(std::span<const float> rows, std::size_t cols);
    void pack(std::size_t group, std::size_t n_rows, std::size_t first_row,
              Int4Weights& result) const;

    const Gptq& gptq_;
    // Columns one after the other, a column's rows side by side: [size, kStripRows].
    std::vector<float> weights_;
    std::vector<float> errors_;
    // Of one group: [32, kStripRows].
    std::vector<float> adjusted_;
    std::vector<float> steps_;
    std::vector<float> scales_; // [kStripRows]
};

/// The same for a whole matrix. Shape of `values`: [result.rows, result.cols].
void quantize_with_gptq(const Gptq& feedback, std::span<const float> values, std::size_t first_row,
                        Int4Weights& result, ThreadPool& pool);

} // namespace sotto::inference
