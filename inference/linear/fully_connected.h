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

/// How the kernels of an int4 matrix read its quantized input: row after row (Qd8Activations), or
/// packed for those of KleidiAI (Qp8Activations). They read the matrix in different orders, too.
enum class ActivationLayout : std::uint8_t { qd8, qp8 };

/// A matrix in the activations in which XNNPACK's kernels for this processor read it.
struct PackedMatrix {
    MatrixDtype dtype = MatrixDtype::f32;
    std::size_t rows = 0;             ///< outputs
    std::size_t cols = 0;             ///< inputs
    std::span<const std::byte> bytes; ///< begins at a multiple of 64
    ActivationLayout activations = ActivationLayout::qd8;
};

/// Memory in which one matrix after the other is packed. It keeps the size of the largest.
class PackBuffer {
public:
    /// What was packed last.
    [[nodiscard]] std::span<const std::byte> bytes() const { return packed_; }

    /// Zeroed memory at a multiple of 64, which bytes() then is. Null when there is none.
    [[nodiscard]] std::byte* take(std::size_t bytes);

private:
    std::vector<std::byte> memory_;
    std::span<const std::byte> packed_;
};

/// y = W x for a batch of rows, by XNNPACK. W lies in memory of the operator's own, or is read
/// where it was packed before.
class FullyConnected {
public:
    /// Packs a matrix into memory of its own; the source is not needed afterwards.
    /// Errors: out_of_memory, unsupported (also packed rows, where Qp8Activations are not supported
    /// or the matrix is not int4), corrupt_data (scales that are not positive normal numbers).
    [[nodiscard]] static Result<FullyConnected>
    create(const WeightMatrix& matrix, ActivationLayout activations = ActivationLayout::qd8);

    /// Uses a matrix that pack() made on a machine of the same layout_fingerprint(). Its bytes
    /// outlive the operator. `ones`: filled by this function, to be passed on from one matrix to
    /// the next. Errors: as create(); corrupt_data also when there are too few bytes.
    [[nodiscard]] static Result<FullyConnected> open(const PackedMatrix& matrix,
                                                     std::vector<std::uint16_t>& ones);

    /// Packs a matrix into `buffer`. The same matrix gives the same bytes. Errors: as create().
    [[nodiscard]] static Status pack(const WeightMatrix& matrix, PackBuffer& buffer,
                                     ActivationLayout activations = ActivationLayout::qd8);

    /// A number for the activations in which this processor's kernels and this version of XNNPACK
    /// read matrices of a dtype, found out by packing a small one. Errors: as create().
    [[nodiscard]] static Result<std::uint64_t>
    layout_fingerprint(MatrixDtype dtype, ActivationLayout activations = ActivationLayout::qd8);

    FullyConnected(FullyConnected&&) noexcept;
    FullyConnected& operator=(FullyConnected&&) noexcept;
    ~FullyConnected();

    [[nodiscard]] MatrixDtype dtype() const { return kind_.dtype; }
    [[nodiscard]] ActivationLayout activation_layout() const { return kind_.activations; }

    /// Width of the input that run() expects, quantized: padded for int4; 0 = it takes f32.
    [[nodiscard]] std::size_t quantized_width() const { return quantized_width_; }

    /// For f32. The input's rows lie padded_width(cols) apart. Shape of `output`: [rows, outputs].
    /// Errors: out_of_memory, internal.
    Status run(const float* input, std::size_t n_tokens, float* output, ThreadPool& pool);
    /// For all other dtypes in the plain activations.
    Status run(const Qd8Activations& input, std::size_t n_tokens, float* output, ThreadPool& pool);
    /// For the packed activations.
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
    std::shared_ptr<void> provider_; // tells the operator where its packed matrix lies
};

} // namespace sotto::inference
