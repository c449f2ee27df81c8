#pragma once

#include "core/error.h"
#include "inference/model/weights.h"

#include <chrono>
#include <optional>

namespace sotto::inference {

/// Kernels for quantized matrices. The first three are for int4 and round activations per token, so
/// that their results differ only in the last bits of f32 sums: XNNPACK's; KleidiAI's, which
/// XNNPACK calls on arm64 and which take qp8 input; and our own, for block scales. `blocks` are our
/// own for int4, int8 and blocks of GGUF files, with activations rounded in blocks of 32 inputs.
enum class Int4Kernels { xnnpack, kleidi_ai, own, blocks };

/// Minimum times of one thread for a product, with everything in its cache.
struct Int4Timings {
    using Time = std::chrono::nanoseconds;
    struct Products {
        Time gemv{};
        Time gemm{};
    };
    Products xnnpack;
    std::optional<Products> kleidi_ai; ///< nothing if they cannot multiply this dtype here
    std::optional<Products> own;       ///< or give other results
};

/// XNNPACK, unless other kernels clearly win with many tokens (prefill) and lose nothing with one
/// (decoding), since both share the packed weights. Our own have to beat the best of the others.
[[nodiscard]] Int4Kernels fastest_of(const Int4Timings& times);

/// Takes a few milliseconds. `dtype`: one of the two int4 dtypes. Errors: out_of_memory,
/// unsupported.
[[nodiscard]] Result<Int4Timings> measure_int4_kernels(MatrixDtype dtype);

/// The fastest kernels on this CPU, measured at the first call for a dtype; XNNPACK if that fails,
/// and for all other dtypes.
[[nodiscard]] Int4Kernels select_int4_kernels(MatrixDtype dtype);

} // namespace sotto::inference
