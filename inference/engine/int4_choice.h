#pragma once

#include "core/error.h"

#include <chrono>

namespace sotto::inference {

/// Who multiplies int4 matrices: XNNPACK, or our own kernels. Both quantize activations alike, so
/// that results differ in the last bits of f32 sums only.
enum class Int4Kernels { xnnpack, own };

/// The least times that one thread took for a product by each, everything in its cache.
struct Int4Times {
    using Time = std::chrono::nanoseconds;
    Time xnnpack_one_row{};
    Time own_one_row{};
    Time xnnpack_many_rows{};
    Time own_many_rows{};
};

/// XNNPACK, unless our kernels clearly win with many rows (a prefill) and lose nothing with one (an
/// answer): one form of packed weights serves both.
[[nodiscard]] Int4Kernels faster_of(const Int4Times& times);

/// Takes some milliseconds. Errors: out_of_memory, unsupported.
[[nodiscard]] Result<Int4Times> measure_int4_times();

/// What is the faster on this processor, measured at the first call; XNNPACK where that fails.
[[nodiscard]] Int4Kernels faster_int4_kernels();

} // namespace sotto::inference
