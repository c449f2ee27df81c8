#pragma once

#include "core/error.h"
#include "inference/model/weights.h"

#include <chrono>
#include <optional>

namespace sotto::inference {

/// Who multiplies int4 matrices: XNNPACK's kernels, KleidiAI's, which XNNPACK calls on arm64 and
/// which want packed rows, or our own, for scales by groups. All quantize activations alike, so
/// that results differ in the last bits of f32 sums only.
enum class Int4Kernels { xnnpack, kleidi_ai, own };

/// The least times that one thread took for a product, everything in its cache.
struct Int4Times {
    using Time = std::chrono::nanoseconds;
    struct Products {
        Time one_row{};
        Time gemm_rows{};
    };
    Products xnnpack;
    std::optional<Products> kleidi_ai; ///< nothing where they cannot multiply the form here, or
    std::optional<Products> own;       ///< give other results
};

/// XNNPACK, unless others clearly win with many rows (a prefill) and lose nothing with one (an
/// answer): one form of packed weights serves both. Ours have to win against the winner.
[[nodiscard]] Int4Kernels faster_of(const Int4Times& times);

/// Takes some milliseconds. `form`: one of the two of int4. Errors: out_of_memory, unsupported.
[[nodiscard]] Result<Int4Times> measure_int4_times(MatrixDtype form);

/// What is the faster on this processor, measured at the first call for a form; XNNPACK where that
/// fails and for forms other than int4.
[[nodiscard]] Int4Kernels faster_int4_kernels(MatrixDtype form);

} // namespace sotto::inference
