#pragma once

#include "core/error.h"
#include "inference/model/weights.h"
#include "inference/xnnpack/packed_rows.h"
#include "inference/xnnpack/xnn.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace sotto::inference {

/// How the kernels of an int4 matrix read its quantized input: row after row (QuantizedRows), or
/// packed for those of KleidiAI (PackedRows). They read the matrix in different orders, too.
enum class RowOrder : std::uint8_t { plain, packed };

/// A matrix in the order in which XNNPACK's kernels for this processor read it.
struct PackedMatrix {
    MatrixDtype form = MatrixDtype::f32;
    std::size_t rows = 0;             ///< outputs
    std::size_t cols = 0;             ///< inputs
    std::span<const std::byte> bytes; ///< begins at a multiple of 64
    RowOrder order = RowOrder::plain;
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
    /// Errors: out_of_memory, unsupported (also packed rows, where PackedRows are not supported or
    /// the matrix is not int4), corrupt_data (scales that are not positive normal numbers).
    [[nodiscard]] static Result<FullyConnected> create(const WeightMatrix& matrix,
                                                       RowOrder order = RowOrder::plain);

    /// Uses a matrix that pack() made on a machine of the same kernel_layout(). Its bytes outlive
    /// the operator. `ones`: filled by this function, to be passed on from one matrix to the next.
    /// Errors: as create(); corrupt_data also when there are too few bytes.
    [[nodiscard]] static Result<FullyConnected> open(const PackedMatrix& matrix,
                                                     std::vector<std::uint16_t>& ones);

    /// Packs a matrix into `buffer`. The same matrix gives the same bytes. Errors: as create().
    [[nodiscard]] static Status pack(const WeightMatrix& matrix, PackBuffer& buffer,
                                     RowOrder order = RowOrder::plain);

    /// A number for the order in which this processor's kernels and this version of XNNPACK read
    /// matrices of a form, found out by packing a small one. Errors: as create().
    [[nodiscard]] static Result<std::uint64_t> kernel_layout(MatrixDtype form,
                                                             RowOrder order = RowOrder::plain);

    FullyConnected(FullyConnected&&) noexcept;
    FullyConnected& operator=(FullyConnected&&) noexcept;
    ~FullyConnected();

    [[nodiscard]] MatrixDtype form() const { return kind_.form; }
    [[nodiscard]] RowOrder row_order() const { return kind_.order; }

    /// Width of the input that run() expects, quantized: padded for int4; 0 = it takes f32.
    [[nodiscard]] std::size_t quantized_width() const { return quantized_width_; }

    /// For f32. The input's rows lie padded_width(cols) apart. Shape of `output`: [rows, outputs].
    /// Errors: out_of_memory, internal.
    Status run(const float* input, std::size_t rows, float* output, ThreadPool& pool);
    /// For all other forms in the plain order.
    Status run(const QuantizedRows& input, std::size_t rows, float* output, ThreadPool& pool);
    /// For the packed order.
    Status run(const PackedRows& input, std::size_t rows, float* output, ThreadPool& pool);

private:
    struct Kind {
        MatrixDtype form;
        RowOrder order;
    };
    FullyConnected(void* op, Kind kind, std::size_t quantized_width,
                   std::shared_ptr<void> provider);

    void* operator_; // an xnn_operator_t
    Kind kind_;
    std::size_t quantized_width_;
    std::shared_ptr<void> provider_; // tells the operator where its packed matrix lies
};

} // namespace sotto::inference
