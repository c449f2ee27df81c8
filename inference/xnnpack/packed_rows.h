#pragma once

#include "core/error.h"
#include "inference/xnnpack/xnn.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sotto::inference {

/// Rows of activations as int8, packed together with their scales and zero points in the order in
/// which KleidiAI's kernels read them: the input of operators made with RowOrder::packed. Memory
/// for the largest batch is taken once.
class PackedRows {
public:
    /// Whether this processor and this XNNPACK have kernels that read packed rows.
    [[nodiscard]] static bool are_supported();

    /// Errors: out_of_memory; unsupported, also where they are not supported.
    [[nodiscard]] static Result<PackedRows> create(std::size_t max_rows, std::size_t max_width);
    PackedRows(PackedRows&&) noexcept;
    PackedRows& operator=(PackedRows&&) noexcept;
    ~PackedRows();

    /// Quantizes `rows` rows of `width` elements that lie `stride` apart in `input`.
    Status quantize(const float* input, std::size_t rows, std::size_t width, std::size_t stride,
                    ThreadPool& pool);

private:
    friend class FullyConnected;
    explicit PackedRows(void* convert) : convert_(convert) {}

    void* convert_; // an xnn_operator_t
    std::vector<std::int8_t> bytes_;
};

} // namespace sotto::inference
