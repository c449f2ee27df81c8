#pragma once

#include <cstddef>

namespace sotto::inference {

/// An f32 matrix with arbitrary strides: transposed, or part of another one. Unit of the strides:
/// elements.
struct MatrixView {
    const float* data = nullptr;
    std::size_t row_stride = 0;
    std::size_t col_stride = 1;
};

/// C += alpha · A B, with the instruction set chosen at run time. Shape of `a`: [rows, depth], of
/// `b`: [depth, cols], of `c`: [rows, cols], its rows `c_stride` apart; `c` overlaps neither. Each
/// element is summed in the order of the depth, whatever the shapes and threads.
void sgemm(float alpha, const MatrixView& a, const MatrixView& b, std::size_t rows,
           std::size_t cols, std::size_t depth, float* c, std::size_t c_stride);

} // namespace sotto::inference
