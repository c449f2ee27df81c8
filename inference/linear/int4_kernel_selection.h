#pragma once

#include "core/error.h"
#include "inference/model/weights.h"

#include <chrono>
#include <optional>

namespace sotto::inference {

/// Who multiplies int4 matrices: XNNPACK's kernels, KleidiAI's, which XNNPACK calls on arm64 and
/// which want packed n_tokens, or our own, for scales by groups. All quantize activations alike, so
/// that results differ in the last bits of f32 sums only.
enum class Int4Kernels { xnnpack, kleidi_ai, own };

/// The best times that one thread took for a product, everything in its cache.
struct Int4Timings {
    using Time = std::chrono::nanoseconds;
    struct Products {
        Time gemv{};
        Time gemm{};
    };
    Products xnnpack;
    std::optional<Products> kleidi_ai; ///< nothing where they cannot multiply the dtype here, or
    std::optional<Products> own;       ///< give other results
};

/// XNNPACK, unless others clearly win with many n_tokens (a prefill) and lose nothing with one (an
/// answer): one dtype of packed weights serves both. Ours have to win against the winner.
[[nodiscard]] Int4Kernels fastest_of(const Int4Timings& times);

/// Takes some milliseconds. `dtype`: one of the two of int4. Errors: out_of_memory, unsupported.
[[nodiscard]] Result<Int4Timings> measure_int4_kernels(MatrixDtype dtype);

/// What is the faster on this processor, measured at the first call for a dtype; XNNPACK where that
/// fails and for dtypes other than int4.
[[nodiscard]] Int4Kernels select_int4_kernels(MatrixDtype dtype);

} // namespace sotto::inference
