#pragma once

#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// A small matrix whose packed bytes identify the kernels' weight layout: all its rows and columns
/// differ, and its shape is no multiple of the kernels' tiles.
class FingerprintMatrix {
public:
    explicit FingerprintMatrix(MatrixDtype dtype);

    /// The spans are valid as long as this object.
    [[nodiscard]] WeightMatrix matrix() const;

private:
    static constexpr std::size_t kRows = 77;
    static constexpr std::size_t kWidth = 96;

    [[nodiscard]] std::span<const std::uint8_t> half_of_nibbles() const {
        return std::span(nibbles_).first(kRows * kWidth / 2);
    }

    MatrixDtype dtype_;
    std::vector<float> floats_;
    std::vector<std::int8_t> bytes_;
    std::vector<std::uint8_t> nibbles_;
    std::vector<float> scales_;
    std::vector<std::uint16_t> block_scales_;
};

} // namespace sotto::inference
