#pragma once

#include "core/error.h"
#include "inference/model/weights.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/qd8_activations.h"
#include "inference/xnnpack/qp8_activations.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace sotto::inference {

/// Input format of an int4 matrix's kernels: qd8 (Qd8Activations) or KleidiAI's qp8
/// (Qp8Activations). The two also use different weight layouts.
enum class ActivationLayout : std::uint8_t { qd8, qp8 };

/// A matrix packed for XNNPACK's kernels on this CPU.
struct PackedMatrix {
    MatrixDtype dtype = MatrixDtype::f32;
    std::size_t rows = 0;             ///< outputs
    std::size_t cols = 0;             ///< inputs
    std::span<const std::byte> bytes; ///< 64-byte aligned
    ActivationLayout activations = ActivationLayout::qd8;
};

/// A buffer in which matrices are packed one after another. It keeps the size of the largest.
class PackBuffer {
public:
    /// The matrix packed last.
    [[nodiscard]] std::span<const std::byte> bytes() const { return packed_; }

    /// Returns zeroed, 64-byte aligned memory, which becomes bytes(). Null if there is not enough.
    [[nodiscard]] std::byte* take(std::size_t bytes);

private:
    std::vector<std::byte> memory_;
    std::span<const std::byte> packed_;
};

/// y = W x for a batch of tokens, computed by XNNPACK. W is in the operator's own memory, or is
/// used in place where it was packed before.
class FullyConnected {
public:
    /// Packs a matrix into the operator's own memory; the source is not needed afterwards. Errors:
    /// out_of_memory, unsupported (also qp8 without kernels for it, or for a matrix that is not
    /// int4), corrupt_data (scales that are not positive normal numbers).
    [[nodiscard]] static Result<FullyConnected>
    create(const WeightMatrix& matrix, ActivationLayout activations = ActivationLayout::qd8);

    /// Uses a matrix that pack() packed under the same layout_fingerprint(). The bytes must outlive
    /// the operator. `ones`: filled by this function; pass the same vector for every matrix.
    /// Errors: as create(); also corrupt_data (too few bytes).
    [[nodiscard]] static Result<FullyConnected> open(const PackedMatrix& matrix,
                                                     std::vector<std::uint16_t>& ones);

    /// Packs a matrix into `buffer`, deterministically. Errors: as create().
    [[nodiscard]] static Status pack(const WeightMatrix& matrix, PackBuffer& buffer,
                                     ActivationLayout activations = ActivationLayout::qd8);

    /// Identifies the weight layout of this CPU's kernels and this version of XNNPACK for a dtype,
    /// by packing a small matrix. Errors: as create().
    [[nodiscard]] static Result<std::uint64_t>
    layout_fingerprint(MatrixDtype dtype, ActivationLayout activations = ActivationLayout::qd8);

    FullyConnected(FullyConnected&&) noexcept;
    FullyConnected& operator=(FullyConnected&&) noexcept;
    ~FullyConnected();

    [[nodiscard]] MatrixDtype dtype() const { return kind_.dtype; }
    [[nodiscard]] ActivationLayout activation_layout() const { return kind_.activations; }

    /// Width of the quantized input that run() expects, padded for int4; 0 = it takes f32.
    [[nodiscard]] std::size_t quantized_width() const { return quantized_width_; }

    /// For f32 matrices. Tokens lie padded_width(cols) apart in `input`. Shape of `output`:
    /// [tokens, outputs]. Errors: out_of_memory, internal.
    Status run(const float* input, std::size_t n_tokens, float* output, ThreadPool& pool);
    /// For all other dtypes with qd8 input.
    Status run(const Qd8Activations& input, std::size_t n_tokens, float* output, ThreadPool& pool);
    /// For qp8 input.
    Status run(const Qp8Activations& input, std::size_t n_tokens, float* output, ThreadPool& pool);

private:
    struct Kind {
        MatrixDtype dtype;
        ActivationLayout activations;
    };
    FullyConnected(void* op, Kind kind, std::size_t quantized_width,
                   std::shared_ptr<void> provider);

    void* operator_; // an xnn_operator_t
    Kind kind_;
    std::size_t quantized_width_;
    std::shared_ptr<void> provider_; // points the operator to its packed matrix
};

} // namespace sotto::inference
