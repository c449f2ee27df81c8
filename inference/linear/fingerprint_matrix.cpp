#include "inference/linear/fingerprint_matrix.h"

namespace sotto::inference {

namespace {

constexpr std::uint16_t kOneAsBfloat16 = 0x3F80;

} // namespace

FingerprintMatrix::FingerprintMatrix(MatrixDtype dtype) : dtype_(dtype) {
    for (std::size_t i = 0; i < kRows * kWidth; ++i) {
        const auto number = static_cast<std::uint32_t>(i) * 2654435761U;
        floats_.push_back(static_cast<float>(number >> 8U));
        bytes_.push_back(static_cast<std::int8_t>(number >> 24U));
        nibbles_.push_back(static_cast<std::uint8_t>(number >> 24U));
    }
    for (std::size_t i = 0; i < kRows; ++i) {
        scales_.push_back(1 + static_cast<float>(i));
    }
    for (std::size_t i = 0; i < kRows * kWidth / kInt4BlockSize; ++i) {
        block_scales_.push_back(static_cast<std::uint16_t>(kOneAsBfloat16 + i));
    }
}

WeightMatrix FingerprintMatrix::matrix() const {
    switch (dtype_) {
    case MatrixDtype::f32:
        return F32Matrix{kRows, kWidth, floats_};
    case MatrixDtype::int8:
        return Int8Matrix{kRows, kWidth, bytes_, scales_};
    case MatrixDtype::int4:
        return Int4Matrix{kRows, kWidth, kWidth, half_of_nibbles(), block_scales_};
    case MatrixDtype::int4_channel:
        break;
    case MatrixDtype::blocks:
        return BlockMatrix{kRows, kWidth, {}};
    }
    return Int4ChannelMatrix{kRows, kWidth, kWidth, half_of_nibbles(), scales_};
}

} // namespace sotto::inference
