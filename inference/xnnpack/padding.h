#pragma once

#include "inference/model/weights.h"

#include <cstddef>

namespace sotto::inference {

/// XNNPACK may read, never use, this many bytes past the end of an input: every buffer it reads has
/// them.
inline constexpr std::size_t kOverreadBytes = 128;

/// Rows of activations lie this many elements apart, a multiple of the int4 group size; what lies
/// beyond a row's end is zero.
[[nodiscard]] constexpr std::size_t padded_width(std::size_t width) {
    return (width + kInt4BlockSize - 1) / kInt4BlockSize * kInt4BlockSize;
}

} // namespace sotto::inference
