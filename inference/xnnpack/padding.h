#pragma once

#include "inference/model/weights.h"

#include <cstddef>

namespace sotto::inference {

/// Bytes past the end of an input that XNNPACK may read (but does not use). Every buffer that it
/// reads has them.
inline constexpr std::size_t kOverreadBytes = 128;

/// Distance between the vectors of two tokens, in elements: `width` rounded up to a multiple of the
/// int4 block size. The padding holds zeros.
[[nodiscard]] constexpr std::size_t padded_width(std::size_t width) {
    return (width + kInt4BlockSize - 1) / kInt4BlockSize * kInt4BlockSize;
}

} // namespace sotto::inference
